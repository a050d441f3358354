package io.reseat.host.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's one timer thread. What it calls must be quick: it hands work to others. Safe from any thread.
 */
public final class HostClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostClock.class);

    private final ScheduledThreadPoolExecutor timer;

    /** Starts the thread, so that it is born in a call of the host. */
    public HostClock() {
        timer = new ScheduledThreadPoolExecutor(1, body -> {
            Thread thread = new Thread(body, "reseat-clock");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.prestartCoreThread();
    }

    /** Calls something once after a while; cancelling the result forgets it at once. */
    public Future<?> after(Duration delay, Runnable action) {
        return afterNanos(delay.toNanos(), action);
    }

    Future<?> afterNanos(long delay, Runnable action) {
        return timer.schedule(() -> guarded(action), Math.max(0, delay), TimeUnit.NANOSECONDS);
    }

    /** The time of day. */
    public Instant now() {
        return Instant.now();
    }

    /** A time that only rises, in nanoseconds, as {@link System#nanoTime}. */
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) { // one bad action must not end the timer of all tasks
            LOG.error("a timed action of the host failed; the others go on", e);
        }
    }
}
