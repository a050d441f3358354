package io.reseat.host.reconcile;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes what waits for the disk, in order. Safe from any thread. What one key wants written and is
 * not yet begun is written once: many changes in a moment cost one.
 */
final class DiskThread implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");
    private static final int PATIENCE_SECONDS = 10;
    private static final int SOON_MILLIS = 50;

    private final Set<Object> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicLong done = new AtomicLong();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, body -> {
        Thread made = new Thread(body, "reseat-disk");
        made.setDaemon(true);
        return made;
    });

    @Override
    public void execute(Runnable job) {
        thread.execute(() -> run(job));
    }

    /**
     * Runs a job in a moment, when what it is about has the processor no longer, and behind all that is to be run until
     * then; also where this is closed meanwhile.
     */
    void soon(Runnable job) {
        Future<?> unused = thread.schedule(() -> run(job), SOON_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The same for a job that does all that its key wants, unless one of that key has not begun yet. */
    void onceSoon(Object key, Runnable job) {
        if (waiting.add(key)) {
            soon(() -> {
                waiting.remove(key);
                job.run();
            });
        }
    }

    private void run(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException | Error e) { // the thread would keep it to itself
            LOG.error("writing to data/ failed, which is a fault of the host; please report it", e);
        } finally {
            done.incrementAndGet();
        }
    }

    /** Runs a job that does all that its key wants, unless one of that key has not begun yet. */
    void once(Object key, Runnable job) {
        if (waiting.add(key)) {
            execute(() -> {
                waiting.remove(key);
                job.run();
            });
        }
    }

    /** Ends the thread after what it has to write already, for as long as that goes on. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            long before = -1;
            while (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                int left = thread.getQueue().size() + 1;
                if (done.get() == before) {
                    LOG.error(
                            "data/ has not taken anything for {} s; {} changes are missing there",
                            PATIENCE_SECONDS,
                            left);
                    return;
                }
                before = done.get();
                LOG.info("data/ is still being written: {} changes are left", left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
