package io.reseat.host.store;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * Small files that are either old or new after a loss of power, never half. Streams instead of channels: a channel is
 * closed by an interrupt, and tasks save their state while they are being interrupted. One writer at a time for a file.
 */
final class DurableFile {
    private static final boolean DIRECTORIES_CAN_BE_SYNCED = File.separatorChar == '/';
    private static final String UNFINISHED = ".tmp";

    private DurableFile() {}

    /** Puts a content in place; it is on disk when this returns. */
    static void write(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
        put(unfinished, file);
    }

    /** Puts a file that is whole on disk in the place of another one, or of none. */
    static void put(Path unfinished, Path file) throws IOException {
        replace(unfinished, file);
        syncDirectory(folderOf(file));
    }

    /** The folder that a file or folder lies in. */
    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), () -> file + " lies in no folder");
    }

    /** The content; empty if there is no such file. What a killed writer left beside it is not looked at. */
    static Optional<byte[]> read(Path file) throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = new FileInputStream(file.toFile())) {
            return Optional.of(in.readAllBytes());
        }
    }

    /** Forces a file's content to disk. */
    static void sync(Path file) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.getFD().sync();
        }
    }

    /** Forces a directory's entries to disk, where the system can. */
    static void syncDirectory(Path directory) throws IOException {
        boolean interrupted = false;
        try {
            while (DIRECTORIES_CAN_BE_SYNCED && !syncedUninterrupted(directory)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean syncedUninterrupted(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    private static void replace(Path unfinished, Path file) throws IOException {
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(file + " lies on a file system that cannot rename: move data/ to a local disk", e);
        }
    }
}
