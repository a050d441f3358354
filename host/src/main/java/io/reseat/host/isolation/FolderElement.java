package io.reseat.host.isolation;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** A folder of classes and resources; names that climb out of it are not found. Safe from any thread. */
final class FolderElement implements PathElement {
    private final Path folder;
    private final URL location;
    private final ProtectionDomain domain;

    private FolderElement(Path folder, URL location) {
        this.folder = folder;
        this.location = location;
        this.domain = HostDomain.of(location, null);
    }

    static FolderElement open(Path folder) throws IOException {
        Path real = folder.toAbsolutePath().normalize();
        return new FolderElement(real, real.toUri().toURL());
    }

    @Override
    public URL location() {
        return location;
    }

    @Override
    public @Nullable ClassBytes classBytes(String path) throws IOException {
        @Nullable Path file = existing(path);
        return file == null ? null : new ClassBytes(Files.readAllBytes(file), domain);
    }

    @Override
    public @Nullable URL resource(String name) {
        @Nullable Path file = existing(name);
        try {
            return file == null ? null : file.toUri().toURL();
        } catch (MalformedURLException unspeakable) {
            return null;
        }
    }

    private @Nullable Path existing(String name) {
        try {
            Path file = folder.resolve(name).normalize();
            return file.startsWith(folder) && Files.exists(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    @Override
    public @Nullable Manifest manifest() {
        return null;
    }

    @Override
    public void close() {}
}
