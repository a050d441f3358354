package io.reseat.host.watch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.vfs2.FileObject;
import org.jspecify.annotations.Nullable;

/** A file that Commons VFS reads, for a taker. */
final class VfsFile implements TreeFile {
    private final VfsRoot root;
    private final String name;
    private final String shown;
    private final @Nullable FileObject file;
    private final FileStat stat;
    private final LocalFile.Relook relook;

    VfsFile(
            VfsRoot root,
            String name,
            String shown,
            @Nullable FileObject file,
            FileStat stat,
            LocalFile.Relook relook) {
        this.root = root;
        this.name = name;
        this.shown = shown;
        this.file = file;
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
        return root.ask(() -> new ScrubbedStream(object().getContent().getInputStream(), root));
    }

    private FileObject object() throws IOException {
        if (file == null) {
            throw new FileNotFoundException(shown + " is gone");
        }
        return file;
    }

    @Override
    public Optional<Path> localPath() {
        return Optional.empty();
    }

    @Override
    public boolean directory() {
        return stat.directory();
    }

    @Override
    public List<TreeFile> children() throws IOException {
        return root.ask(() -> {
            List<TreeFile> children = new ArrayList<>();
            for (Map.Entry<String, FileObject> child : VfsStats.below(object()).entrySet()) {
                children.add(child(child.getKey(), child.getValue()));
            }
            return children;
        });
    }

    private TreeFile child(String path, FileObject object) throws IOException {
        return new VfsFile(root, path, shown + "/" + path, object, stat(object), () -> root.ask(() -> stat(object)));
    }

    private static FileStat stat(FileObject file) throws IOException {
        file.refresh();
        long modified = TimeUnit.MILLISECONDS.toNanos(file.getContent().getLastModifiedTime());
        return new FileStat(file.getContent().getSize(), modified, FileStat.UNKNOWN, FileStat.UNKNOWN, false, 0);
    }

    @Override
    public Optional<byte[]> sibling(String suffix) throws IOException {
        return root.ask(() -> {
            FileObject sibling =
                    object().getParent().getChild(object().getName().getBaseName() + suffix);
            if (sibling == null || !sibling.exists()) {
                return Optional.empty();
            }
            try (InputStream in = sibling.getContent().getInputStream()) {
                return Optional.of(in.readNBytes(LocalFile.LARGEST_SIBLING));
            }
        });
    }

    @Override
    public String toString() {
        return shown;
    }
}
