package io.reseat.host.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A time that stands still; what is asked for later is kept in the test's list, for the test to run. */
record HeldTimers(List<Runnable> asked) implements HostClock.Time {
    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public long nanos() {
        return 0;
    }

    @Override
    public Future<?> after(long nanos, Runnable action) {
        asked.add(action);
        return new CompletableFuture<>();
    }

    @Override
    public void close() {}
}
