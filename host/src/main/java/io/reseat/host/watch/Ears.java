package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The kernel's events. Owned by the {@link Doorbell}; an interface so that a test can make it deaf. */
interface Ears extends AutoCloseable {
    /** Opens some. */
    @FunctionalInterface
    interface Opener {
        Ears open() throws IOException;
    }

    /** Listens to a folder; the same key again for a folder that is listened to already. */
    WatchKey register(Path directory) throws IOException;

    /** The next folder that something happened in, or null after the time. */
    @Nullable
    WatchKey poll(long nanos) throws InterruptedException;

    @Override
    void close() throws IOException;

    /** The platform's. */
    static Ears open() throws IOException {
        WatchService service = FileSystems.getDefault().newWatchService();
        return new Ears() {
            @Override
            public WatchKey register(Path directory) throws IOException {
                return directory.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_DELETE,
                        StandardWatchEventKinds.ENTRY_MODIFY);
            }

            @Override
            public @Nullable WatchKey poll(long nanos) throws InterruptedException {
                return service.poll(nanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public void close() throws IOException {
                service.close();
            }
        };
    }
}
