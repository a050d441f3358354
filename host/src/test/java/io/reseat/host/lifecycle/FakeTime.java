package io.reseat.host.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Time that stands still until a test moves it. What is due runs on the thread that moves it, in order. */
final class FakeTime implements HostClock.Time {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.<Timer>comparingLong(t -> t.at).thenComparingLong(t -> t.number));
    private long nanos;
    private long numbers;
    private Duration set = Duration.ZERO;

    /** Lets time pass. */
    void pass(Duration duration) {
        long until = nanos() + duration.toNanos();
        for (Timer due = due(until); due != null; due = due(until)) {
            due.run();
        }
        moveTo(until);
    }

    /** Sets the time of day as an operator does. */
    synchronized void set(Duration by) {
        set = set.plus(by);
    }

    /** How many timers wait. */
    synchronized int waiting() {
        return timers.size();
    }

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos).plus(set);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Future<?> after(long delay, Runnable action) {
        Timer timer = new Timer(action, nanos + delay, numbers++);
        timers.add(timer);
        return timer;
    }

    @Override
    public synchronized void close() {
        timers.clear();
    }

    private synchronized @Nullable Timer due(long until) {
        Timer first = timers.peek();
        if (first == null || first.at > until) {
            return null;
        }
        nanos = Math.max(nanos, first.at);
        return timers.poll();
    }

    private synchronized void moveTo(long until) {
        nanos = until;
    }

    private synchronized void forget(Timer timer) {
        timers.remove(timer);
    }

    private final class Timer extends FutureTask<@Nullable Void> {
        private final long at;
        private final long number;

        Timer(Runnable action, long at, long number) {
            super(action, null);
            this.at = at;
            this.number = number;
        }

        @Override
        public boolean cancel(boolean interrupt) {
            forget(this);
            return super.cancel(interrupt);
        }
    }
}
