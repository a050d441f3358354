package io.reseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The home of a subject: its tasks and plugins, and a folder beside it on the same file system where changes are prepared.
 * Used by the one thread that measures.
 */
final class Home {
    private static final AtomicLong MARKERS = new AtomicLong();

    private final Path root;
    private final Path incoming;
    private final Path pulses;

    Home(Path root) throws IOException {
        this.root = root;
        incoming = root.resolveSibling(root.getFileName() + ".incoming");
        pulses = root.resolveSibling(root.getFileName() + ".pulses");
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(tasks());
        Files.createDirectories(plugins());
        Files.createDirectories(incoming);
    }

    static long newMarker() {
        return MARKERS.incrementAndGet();
    }

    Path root() {
        return root;
    }

    Path tasks() {
        return root.resolve("conf/tasks");
    }

    Path plugins() {
        return root.resolve("plugins");
    }

    Path pulses() {
        return pulses;
    }

    Path log() {
        return root.resolveSibling(root.getFileName() + ".out");
    }

    Home task(String name, TaskFile file) throws IOException {
        Files.writeString(taskFile(name), file.text(pulses, newMarker()));
        return this;
    }

    /** So many tasks beside the one that is measured, which are idle after their first cycle. */
    Home neighbours(int count, TaskFile file) throws IOException {
        for (int i = 0; i < count; i++) {
            task("n" + i, file);
        }
        return this;
    }

    Home plugin(PulseJar jar) throws IOException {
        Files.write(jarFile(jar.id()), jar.bytes());
        return this;
    }

    Change newConfig(String name, TaskFile file) throws IOException {
        long marker = newMarker();
        Path prepared = incoming.resolve(name + ".yaml");
        Files.writeString(prepared, file.text(pulses, marker));
        return new Change(prepared, taskFile(name), marker);
    }

    Change newJar(PulseJar jar) throws IOException {
        Path prepared = incoming.resolve(jar.id() + ".jar");
        Files.write(prepared, jar.bytes());
        return new Change(prepared, jarFile(jar.id()), jar.marker());
    }

    Path taskFile(String name) {
        return tasks().resolve(name + ".yaml");
    }

    Path jarFile(String id) {
        return plugins().resolve(id + ".jar");
    }
}
