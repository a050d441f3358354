package io.reseat.api;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Counters, gauges and timers of one task. They belong to the task, not to a generation: a counter goes on counting over
 * a reload. Names match {@code [a-z][a-z0-9_]*}; asking twice for a name gives the same metric, and asking for it as
 * another kind throws {@link IllegalArgumentException}. Safe for use by many threads.
 */
public interface Metrics {
    /** A number that only rises. */
    Counter counter(String name);

    /**
     * A number read when somebody asks. The last registration of a name wins; it is dropped when its generation ends.
     *
     * @param name the name
     * @param value read on a thread of the plugin's realm, besides {@code run()}, for a second at most: must not block; NaN
     *     or a throw shows as absent
     */
    void gauge(String name, DoubleSupplier value);

    /** A count and a total of durations. */
    Timer timer(String name);

    /** A number that only rises. */
    interface Counter {
        /** Adds one. */
        default void increment() {
            add(1);
        }

        /** Adds an amount that is not negative. */
        void add(long amount);

        /** The sum so far. */
        long value();
    }

    /** A count and a total of durations. */
    interface Timer {
        /** Records one duration, not negative. */
        void record(Duration duration);

        /** How many were recorded. */
        long count();

        /** The sum of them. */
        Duration total();
    }
}
