package io.reseat.samples.fileimport;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Says that a folder is worth a look: something appeared in it. May be closed by any thread, which ends a wait. */
final class Doorbell implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofMillis(50);

    private final WatchService events;
    private volatile boolean closed;

    /** Only appearing rings: a file that is being written is looked at by time, or each of its writes would ring. */
    Doorbell(Path folder) throws IOException {
        events = folder.getFileSystem().newWatchService();
        try {
            folder.register(events, StandardWatchEventKinds.ENTRY_CREATE);
        } catch (IOException e) {
            events.close();
            throw e;
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Waits for something to appear, at most for a while. */
    void await(Duration longest) throws IOException, InterruptedException {
        try {
            long millis = Math.max(longest.toMillis(), SHORTEST.toMillis());
            WatchKey rung = events.poll(millis, TimeUnit.MILLISECONDS);
            if (rung != null) {
                rung.pollEvents();
                if (!rung.reset()) {
                    throw new IOException(rung.watchable() + " was removed while it was watched");
                }
            }
        } catch (ClosedWatchServiceException e) {
            closed = true;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        events.close();
    }
}
