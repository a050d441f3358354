package io.reseat.host.watch;

import java.nio.file.Path;
import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.cache.SoftRefFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.apache.commons.vfs2.provider.local.DefaultLocalFileProvider;
import org.apache.commons.vfs2.provider.local.LocalFileName;

/** Resolves locations of this machine through Commons VFS, with its local provider alone: the others cost start time. */
final class LocalPaths implements AutoCloseable {
    private final DefaultFileSystemManager manager = new DefaultFileSystemManager();

    LocalPaths() throws FileSystemException {
        manager.setFilesCache(new SoftRefFilesCache());
        manager.addProvider("file", new DefaultLocalFileProvider());
        manager.init();
    }

    /** A path, relative to a home unless absolute. */
    Path path(String path, Path home) throws FileSystemException {
        return local(manager.toFileObject(
                home.resolve(path).toAbsolutePath().normalize().toFile()));
    }

    /** A {@code file:} URI. */
    Path uri(String uri) throws FileSystemException {
        return local(manager.resolveFile(uri));
    }

    private static Path local(FileObject file) throws FileSystemException {
        FileName name = file.getName();
        String root = name instanceof LocalFileName local ? local.getRootFile() : "";
        return Path.of(root + name.getPathDecoded());
    }

    @Override
    public void close() {
        manager.close();
    }
}
