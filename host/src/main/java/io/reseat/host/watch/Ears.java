package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The kernel's events. Owned by the {@link Doorbell}; an interface so that a test can make it deaf. */
interface Ears extends AutoCloseable {
    List<WatchEvent.Kind<?>> NAMES =
            List.of(StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
    List<WatchEvent.Kind<?>> ALL = List.of(
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_DELETE,
            StandardWatchEventKinds.ENTRY_MODIFY);

    /** Opens some. */
    @FunctionalInterface
    interface Opener {
        Ears open() throws IOException;
    }

    /**
     * Listens to a folder; the same key again for a folder that is listened to already, for what is asked now.
     *
     * @param writes whether to the contents of its files too, not only to names that come and go
     */
    WatchKey register(Path directory, boolean writes) throws IOException;

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
            public WatchKey register(Path directory, boolean writes) throws IOException {
                return directory.register(service, (writes ? ALL : NAMES).toArray(WatchEvent.Kind<?>[]::new));
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
