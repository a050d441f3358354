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
    private static final Duration CENTURY = Duration.ofDays(36_500);

    /** Where time comes from: the machine, or a test. */
    interface Time extends AutoCloseable {
        Instant now();

        long nanos();

        Future<?> after(long nanos, Runnable action);

        @Override
        void close();
    }

    private final Time time;

    /** Starts the thread, so that it is born in a call of the host. */
    public HostClock() {
        this(new MachineTime());
    }

    HostClock(Time time) {
        this.time = time;
    }

    /** Calls something once after a while; cancelling the result forgets it at once. */
    public Future<?> after(Duration delay, Runnable action) {
        return afterNanos(nanosOf(delay), action);
    }

    /** Calls something once after a while that nobody will want to cancel. */
    public void later(Duration delay, Runnable action) {
        Future<?> unused = after(delay, action); // its failures are logged when they happen
    }

    Future<?> afterNanos(long delay, Runnable action) {
        return time.after(Math.max(0, delay), () -> guarded(action));
    }

    /** A duration in nanoseconds; what is longer than a century counts as one, so that sums do not overflow. */
    static long nanosOf(Duration duration) {
        return (duration.compareTo(CENTURY) > 0 ? CENTURY : duration).toNanos();
    }

    /** The time of day. */
    public Instant now() {
        return time.now();
    }

    /** A time that only rises, in nanoseconds, as {@link System#nanoTime}. */
    public long nanos() {
        return time.nanos();
    }

    @Override
    public void close() {
        time.close();
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) { // one bad action must not end the timer of all tasks
            LOG.error("a timed action of the host failed; the others go on", e);
        }
    }

    private static final class MachineTime implements Time {
        private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, body -> {
            Thread thread = new Thread(body, "reseat-clock");
            thread.setDaemon(true);
            return thread;
        });

        MachineTime() {
            timer.setRemoveOnCancelPolicy(true);
            timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            timer.prestartCoreThread();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Future<?> after(long nanos, Runnable action) {
            return timer.schedule(action, nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}
