package io.reseat.samples.testing;

import io.reseat.api.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** Metrics in plain maps, without a check of the names. */
final class SimpleMetrics implements Metrics {
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    @Override
    public Counter counter(String name) {
        return counters.computeIfAbsent(name, unused -> new Sum());
    }

    @Override
    public void gauge(String name, DoubleSupplier value) {}

    @Override
    public Timer timer(String name) {
        return timers.computeIfAbsent(name, unused -> new Total());
    }

    private static final class Sum implements Counter {
        private final LongAdder sum = new LongAdder();

        @Override
        public void add(long amount) {
            sum.add(amount);
        }

        @Override
        public long value() {
            return sum.sum();
        }
    }

    private static final class Total implements Timer {
        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        @Override
        public void record(Duration duration) {
            count.increment();
            nanos.add(duration.toNanos());
        }

        @Override
        public long count() {
            return count.sum();
        }

        @Override
        public Duration total() {
            return Duration.ofNanos(nanos.sum());
        }
    }
}
