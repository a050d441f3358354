package io.reseat.host.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Has the JDK open a JAR as a class loader will, and check what {@code jarsigner} signed. Stateless. */
final class JarSignature {
    private static final int BUFFER = 64 * 1024;

    private JarSignature() {}

    static void check(Path jar, Archive archive) throws IOException {
        boolean signed = archive.entries().stream().anyMatch(entry -> isSignatureFile(entry.name()));
        try (JarFile file = new JarFile(jar.toFile(), signed, ZipFile.OPEN_READ)) {
            if (signed) {
                readAll(file);
            }
        } catch (ZipException e) {
            throw new RefusedException("Java cannot open it (" + e.getMessage() + "): build it again");
        } catch (SecurityException e) {
            throw new RefusedException("it was changed after it was signed (" + e.getMessage() + "): sign it again");
        }
    }

    private static boolean isSignatureFile(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith("META-INF/") && upper.endsWith(".SF");
    }

    private static void readAll(JarFile file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (JarEntry entry : Collections.list(file.entries())) {
            try (InputStream in = file.getInputStream(entry)) {
                while (in.read(buffer) >= 0) {}
            }
        }
    }
}
