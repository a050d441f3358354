package io.reseat.host.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that nobody but their owner may open, where the file system knows POSIX permissions. Stateless. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /** Whether a folder is there and closed to others. */
    static boolean isPrivate(Path folder) {
        try {
            PosixFileAttributes is = Files.readAttributes(folder, PosixFileAttributes.class);
            return is.isDirectory() && is.permissions().equals(FOLDER);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Makes a folder, or closes one that is there to others. */
    static void folder(Path folder) throws IOException {
        if (!posix(DurableFile.folderOf(folder))) {
            Files.createDirectories(folder);
            return;
        }
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        } catch (FileAlreadyExistsException e) {
            if (!Files.getPosixFilePermissions(folder).equals(FOLDER)) {
                Files.setPosixFilePermissions(folder, FOLDER);
            }
        }
    }

    /**
     * Makes a file with a content; it is on disk when this returns.
     *
     * @throws FileAlreadyExistsException if it is there already
     */
    static void create(Path file, byte[] content) throws IOException {
        Path folder = DurableFile.folderOf(file);
        Files.createFile(
                file,
                posix(folder)
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
                        : new FileAttribute<?>[0]);
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
        DurableFile.syncDirectory(folder);
    }

    private static boolean posix(Path folder) {
        return Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null;
    }
}
