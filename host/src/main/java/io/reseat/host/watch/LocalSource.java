package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder of this machine. Owned by its tree's thread. */
final class LocalSource implements TreeSource {
    /** How often a tree is looked at whose bells do not ring. */
    static final Duration WITHOUT_BELLS = Duration.ofSeconds(2);

    private static final long SECOND = 1_000_000_000;

    private final Path root;
    private final Path home;
    private final String shown;
    private final TreeRules rules;
    private final Duration rescan;
    private final Doorbell doorbell;
    private final LocalStats stats;
    private final HungBells hung;
    private final LocalBells bells;

    LocalSource(
            Path root, Path home, String shown, TreeRules rules, Duration rescan, Doorbell doorbell, Inbox<?> inbox) {
        this.root = root;
        this.home = home;
        this.shown = shown;
        this.rules = rules;
        this.rescan = rescan;
        this.doorbell = doorbell;
        stats = new LocalStats(root);
        hung = new HungBells(doorbell, stats);
        bells = new LocalBells(hung, inbox);
    }

    @Override
    public Collection<String> names() throws IOException {
        hung.forgetFailure();
        for (int i = 0; ; i++) {
            bells.hangAt(root, home);
            FileStat before = stats.of(root);
            List<String> names = list();
            FileStat after = stats.of(root);
            // A folder that is deleted while it is listed looks empty.
            if (before != null && after != null && before.inode() == after.inode()) {
                return names;
            }
            if (i == 3) {
                throw new NoTreeException("the folder keeps being replaced");
            }
        }
    }

    private List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                boolean file = EntryNames.isFile(rules.kind(), name);
                boolean folder = EntryNames.isFolder(rules.kind(), name);
                if (file || (folder && (Files.isDirectory(child) || leadsNowhere(child)))) {
                    names.add(name);
                }
            }
            return names;
        } catch (DirectoryIteratorException e) {
            throw noTree(Objects.requireNonNull(e.getCause(), "it always has one"));
        } catch (IOException e) {
            throw noTree(e);
        }
    }

    private static NoTreeException noTree(IOException e) {
        if (e instanceof NoSuchFileException) {
            return new NoTreeException("the folder is missing");
        }
        if (e instanceof NotDirectoryException) {
            return new NoTreeException("this is no folder");
        }
        return new NoTreeException("the folder cannot be listed: " + IoText.of(e));
    }

    @Override
    public @Nullable FileStat stat(String name) throws IOException {
        Path path = root.resolve(name);
        FileStat stat = stats.of(path);
        if (stat == null || !isEntry(name, stat)) {
            bells.keepBelow(name, Set.of());
            if (stat == null && !Files.isDirectory(root)) {
                throw new NoTreeException("the folder is missing");
            }
            return null;
        }
        return withSidecars(path, stat.directory() ? folder(name, path, stat) : stat);
    }

    private boolean isEntry(String name, FileStat stat) {
        return stat.directory() ? EntryNames.isFolder(rules.kind(), name) : EntryNames.isFile(rules.kind(), name);
    }

    private FileStat folder(String name, Path path, FileStat top) throws IOException {
        Set<Path> folders = new HashSet<>();
        FileStat whole = stats.whole(path, top, (folder, inode) -> {
            folders.add(folder);
            bells.hangBelow(name, folder, inode);
        });
        bells.keepBelow(name, folders);
        return whole;
    }

    private FileStat withSidecars(Path path, FileStat stat) throws IOException {
        long detail = stat.detail();
        for (String suffix : rules.sidecars()) {
            Path sidecar = path.resolveSibling(path.getFileName() + suffix);
            // Not Files.exists: it throws inside where there is none, which is nearly always so and costs the most
            // here.
            FileStat beside = sidecar.toFile().exists() ? stats.of(sidecar) : null;
            detail = detail * 31 + (beside == null ? 0 : LocalStats.mix(beside));
        }
        return new FileStat(stat.size(), stat.modified(), stat.changed(), stat.inode(), stat.directory(), detail);
    }

    @Override
    public @Nullable String obstacle(String name) throws IOException {
        Path path = root.resolve(name);
        boolean file = EntryNames.isFile(rules.kind(), name);
        if (leadsNowhere(path) && (file || EntryNames.isFolder(rules.kind(), name))) {
            return "it is a link to " + Files.readSymbolicLink(path)
                    + ", which is missing: put that in place, mend the link, or remove it";
        } else if (!file || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        } else if (Files.isDirectory(path)) {
            return "it is a folder, and files count that lie in " + shown + " itself: move them up, or rename it";
        }
        return "it is no plain file (a pipe, a socket or a device): remove it";
    }

    private static boolean leadsNowhere(Path path) {
        return Files.isSymbolicLink(path) && !Files.exists(path);
    }

    @Override
    public String shown(String name) {
        return shown + "/" + name;
    }

    @Override
    public TreeFile file(String name, FileStat stat) {
        Path path = root.resolve(name);
        return new LocalFile(stats, name, shown(name), path, stat, () -> LocalFile.there(stat(name), path));
    }

    @Override
    public Call call(String name) {
        String owner = EntryNames.owner(rules, name);
        boolean entry = EntryNames.isFile(rules.kind(), owner) || EntryNames.isFolder(rules.kind(), owner);
        if (entry) {
            return Call.entry(owner);
        }
        // A hidden link or folder may be what the entries point to, such as Kubernetes' ..data.
        Path path = root.resolve(name);
        boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        return file || !Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Call.NOTHING : Call.ALL;
    }

    @Override
    public Duration interval() {
        return impairments().isEmpty() || rescan.compareTo(WITHOUT_BELLS) < 0 ? rescan : WITHOUT_BELLS;
    }

    @Override
    public long doubt(FileStat stat, long wall) {
        return localDoubt(stat, wall);
    }

    /** The kernel's clock for files ticks every 1 to 10 ms; some file systems keep whole seconds. */
    static long localDoubt(FileStat stat, long wall) {
        boolean inodeTime = stat.changed() != FileStat.UNKNOWN;
        long last = inodeTime && !stat.directory() ? stat.changed() : Math.max(stat.changed(), stat.modified());
        long tick = last % SECOND == 0 ? 2 * SECOND : SECOND / 20;
        return Math.max(0, Math.min(tick, last + tick - wall));
    }

    @Override
    public List<String> impairments() {
        List<String> all = new ArrayList<>();
        String failure = hung.failure();
        doorbell.impairment().ifPresent(all::add);
        if (failure != null && all.isEmpty()) {
            all.add(failure);
        }
        return all;
    }

    @Override
    public void close() {
        hung.close();
    }
}
