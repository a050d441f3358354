package io.reseat.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * A home and the JVM that runs it: Reseat, or the bare loop. Owned by the one thread that measures.
 *
 * @param home its files
 * @param jvm its process
 * @param pulses what its tasks record
 */
record Subject(Home home, Jvm jvm, Pulses pulses) implements AutoCloseable {
    /** How long a change may take before the measurement is given up. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Waits until so many tasks have run once; a subject whose tasks do not is ended. */
    Subject awaitTasks(int count) throws IOException {
        try {
            pulses.awaitCount(count, PATIENCE.plusMillis(20L * count));
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Publishes a change and waits for the first cycle with it; the time between, in nanoseconds. */
    long apply(Change change) throws IOException {
        long published = change.publish();
        return pulses.await(change.marker(), PATIENCE).nanos() - published;
    }

    @Override
    public void close() throws IOException {
        jvm.close();
        pulses.close();
    }
}
