package io.reseat.host.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.NoSuchFileException;
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
    private static final String SERVICES = "META-INF/services/";

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
        } catch (NoSuchFileException e) {
            throw new IOException("cannot open the JAR " + file + ": it is missing", e);
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
            return entry == null ? null : url(entry);
        } catch (URISyntaxException | MalformedURLException unspeakable) {
            return null; // no URL can name it
        } catch (IllegalStateException closed) {
            return null; // as of every closed loader
        }
    }

    private URL url(JarEntry entry) throws URISyntaxException, MalformedURLException {
        String path = new URI(null, null, "/" + entry.getRealName(), null).getRawPath();
        String url = "jar:" + location + "!" + path;
        return entry.getName().startsWith(SERVICES) ? new URL(null, url, new OpenJar(entry)) : new URL(url);
    }

    @Override
    public @Nullable Manifest manifest() throws IOException {
        return jar.getManifest();
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }

    /** Reads out of the JAR that is open here; the JDK's own connection would open the file once more for each entry. */
    private final class OpenJar extends URLStreamHandler {
        private final JarEntry entry;

        OpenJar(JarEntry entry) {
            this.entry = entry;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    connected = true;
                }

                @Override
                public InputStream getInputStream() throws IOException {
                    return read(entry);
                }
            };
        }
    }

    private InputStream read(JarEntry entry) throws IOException {
        try {
            return jar.getInputStream(entry);
        } catch (IllegalStateException closed) {
            throw new IOException(location + " is closed: its plugin was let go", closed);
        }
    }
}
