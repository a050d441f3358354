package io.reseat.host.isolation;

import java.io.IOException;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * One JAR or folder of a plugin's class path. Opened and closed by its {@link PluginClassLoader}; safe from any thread.
 * A manifest's {@code Class-Path} is not followed: what a plugin needs is in the plugin.
 */
sealed interface PathElement extends AutoCloseable permits JarElement, FolderElement {
    /** The JAR or folder. */
    URL location();

    /** A class file's bytes, and the protection domain for it; null if there is none here. */
    @Nullable
    ClassBytes classBytes(String path) throws IOException;

    /** Where a resource can be read, or null if there is none here. */
    @Nullable
    URL resource(String name);

    /** The manifest that describes its packages; null if there is none. */
    @Nullable
    Manifest manifest() throws IOException;

    @Override
    void close() throws IOException;

    /**
     * A class as it was read.
     *
     * @param bytes the class file
     * @param domain of the host: it does not name the loader, which the JVM hands down to threads otherwise
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, by the loader that asked
    record ClassBytes(byte[] bytes, ProtectionDomain domain) {}
}
