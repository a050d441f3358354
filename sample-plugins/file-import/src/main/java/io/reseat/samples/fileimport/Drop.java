package io.reseat.samples.fileimport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that was claimed from the inbox. Its name and content together say which file it is: the same name with other
 * content is another file, and the same once more is a repetition.
 *
 * @param path where it lies while it is imported
 * @param digest sha-256 of its content, in hex
 * @param size in bytes, when it was digested
 * @param modified its time, when it was digested, in ms
 */
record Drop(Path path, String digest, long size, long modified) {
    static Drop of(Path path) throws IOException {
        BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class);
        return new Drop(
                path, digest(path), before.size(), before.lastModifiedTime().toMillis());
    }

    String name() {
        return path.getFileName().toString();
    }

    boolean isCsv() {
        return FileKind.of(name()) == FileKind.CSV;
    }

    /** The name it gets at the end: always the same for the same file, never that of another. */
    String settledName() {
        int dot = name().lastIndexOf('.');
        return name().substring(0, dot) + "-" + digest.substring(0, 8) + name().substring(dot);
    }

    /** Whether somebody wrote into it after it was digested. */
    boolean changed() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return now.size() != size || now.lastModifiedTime().toMillis() != modified;
    }

    private static String digest(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
