package io.reseat.host.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.ProtectionDomain;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A JAR: Multi-Release, and with its signatures checked where it has some. Safe from any thread. */
final class JarElement implements PathElement {
    private final JarFile jar;
    private final URL location;
    private final ProtectionDomain unsigned;

    private JarElement(JarFile jar, URL location) {
        this.jar = jar;
        this.location = location;
        this.unsigned = HostDomain.of(location, null);
    }

    static JarElement open(Path file) throws IOException {
        try {
            JarFile jar = new JarFile(file.toFile(), true, ZipFile.OPEN_READ, Runtime.version());
            return new JarElement(jar, file.toUri().toURL());
        } catch (IOException e) {
            throw new IOException("cannot open the JAR " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public URL location() {
        return location;
    }

    @Override
    public @Nullable ClassBytes classBytes(String path) throws IOException {
        @Nullable JarEntry entry = jar.getJarEntry(path);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            CodeSigner @Nullable [] signers = entry.getCodeSigners(); // known only after the last byte
            return new ClassBytes(bytes, signers == null ? unsigned : HostDomain.of(location, signers));
        }
    }

    @Override
    public @Nullable URL resource(String name) {
        try {
            @Nullable JarEntry entry = jar.getJarEntry(name);
            return entry == null ? null : url(entry.getRealName());
        } catch (URISyntaxException | MalformedURLException unspeakable) {
            return null; // no URL can name it
        } catch (IllegalStateException closed) {
            return null; // as of every closed loader
        }
    }

    private URL url(String entryName) throws URISyntaxException, MalformedURLException {
        String path = new URI(null, null, "/" + entryName, null).getRawPath();
        return new URL("jar:" + location + "!" + path);
    }

    @Override
    public @Nullable Manifest manifest() throws IOException {
        return jar.getManifest();
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }
}
