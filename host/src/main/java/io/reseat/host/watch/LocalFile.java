package io.reseat.host.watch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of this machine, for a taker. */
final class LocalFile implements TreeFile {
    static final int LARGEST_SIBLING = 64 * 1024;

    private final LocalStats stats;
    private final String name;
    private final String shown;
    private final Path path;
    private final FileStat stat;
    private final Relook relook;

    /** Looks at the whole entry again. */
    interface Relook {
        FileStat again() throws IOException;
    }

    LocalFile(LocalStats stats, String name, String shown, Path path, FileStat stat, Relook relook) {
        this.stats = stats;
        this.name = name;
        this.shown = shown;
        this.path = path;
        this.stat = stat;
        this.relook = relook;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String shown() {
        return shown;
    }

    @Override
    public FileStat stat() {
        return stat;
    }

    @Override
    public FileStat statAgain() throws IOException {
        return relook.again();
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(path);
    }

    @Override
    public Optional<Path> localPath() {
        return Optional.of(path);
    }

    @Override
    public boolean directory() {
        return stat.directory();
    }

    @Override
    public List<TreeFile> children() throws IOException {
        List<TreeFile> children = new ArrayList<>();
        for (LocalStats.Found found : stats.below(path, stat, (folder, inode) -> {})) {
            if (!found.stat().directory()) {
                Relook again = () -> there(stats.of(found.path()), found.path());
                children.add(new LocalFile(
                        stats, found.name(), shown + "/" + found.name(), found.path(), found.stat(), again));
            }
        }
        return children;
    }

    @Override
    public Optional<byte[]> sibling(String suffix) throws IOException {
        try (InputStream in = Files.newInputStream(path.resolveSibling(path.getFileName() + suffix))) {
            return Optional.of(in.readNBytes(LARGEST_SIBLING));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static FileStat there(@org.jspecify.annotations.Nullable FileStat stat, Path path) throws IOException {
        if (stat == null) {
            throw new FileNotFoundException(path + " is gone");
        }
        return stat;
    }

    @Override
    public String toString() {
        return shown;
    }
}
