package io.reseat.host.reconcile;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes what waits for the disk, in order. Safe from any thread. */
final class DiskThread implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");

    private final ExecutorService thread = Executors.newSingleThreadExecutor(body -> {
        Thread made = new Thread(body, "reseat-disk");
        made.setDaemon(true);
        return made;
    });

    @Override
    public void execute(Runnable job) {
        thread.execute(job);
    }

    /** Ends the thread after what it has to write already. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.error("data/ did not take everything within 10 s; the newest state may be missing there");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
