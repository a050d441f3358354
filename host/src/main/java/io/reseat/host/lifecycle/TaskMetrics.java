package io.reseat.host.lifecycle;

import io.reseat.api.Metrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/**
 * The metrics of one task. They outlive generations, so a gauge, which is code of a plugin, is registered through a
 * {@link #forGeneration view} that takes its gauges away when the generation ends. Safe from any thread.
 */
public final class TaskMetrics {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final Map<String, Object> metrics = new ConcurrentHashMap<>();

    /** The value of each counter and gauge, and count and seconds of each timer, by name. */
    public Map<String, Double> read() {
        Map<String, Double> values = new TreeMap<>();
        metrics.forEach((name, metric) -> read(name, metric, values));
        return values;
    }

    View forGeneration() {
        return new View();
    }

    private static void read(String name, Object metric, Map<String, Double> values) {
        if (metric instanceof Count count) {
            values.put(name, (double) count.value());
        } else if (metric instanceof Time time) {
            values.put(name + "_count", (double) time.count());
            values.put(name + "_seconds", time.total().toNanos() / 1e9);
        } else if (metric instanceof Gauge gauge) {
            double value = gauge.read();
            if (!Double.isNaN(value)) {
                values.put(name, value);
            }
        }
    }

    private <M> M get(String name, Class<M> kind, M fresh) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("metric name '" + name + "' must match " + NAME);
        }
        Object metric = metrics.computeIfAbsent(name, n -> fresh);
        if (!kind.isInstance(metric)) {
            throw new IllegalArgumentException("metric '" + name + "' exists as another kind");
        }
        return kind.cast(metric);
    }

    /** What one generation sees. */
    final class View implements Metrics, AutoCloseable {
        private final Map<String, Gauge> gauges = new HashMap<>();
        private boolean closed;

        @Override
        public Counter counter(String name) {
            return get(name, Count.class, new Count());
        }

        @Override
        public Timer timer(String name) {
            return get(name, Time.class, new Time());
        }

        @Override
        public synchronized void gauge(String name, DoubleSupplier value) {
            if (closed) {
                throw new IllegalStateException("the generation has ended; gauge '" + name + "' would outlive it");
            }
            Gauge gauge = new Gauge(value);
            get(name, Gauge.class, gauge);
            metrics.put(name, gauge);
            gauges.put(name, gauge);
        }

        @Override
        public synchronized void close() {
            closed = true;
            gauges.forEach(metrics::remove);
            gauges.clear();
        }
    }

    private static final class Count implements Metrics.Counter {
        private final LongAdder sum = new LongAdder();

        @Override
        public void add(long amount) {
            if (amount < 0) {
                throw new IllegalArgumentException("a counter only rises; " + amount + " is negative");
            }
            sum.add(amount);
        }

        @Override
        public long value() {
            return sum.sum();
        }
    }

    private static final class Time implements Metrics.Timer {
        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        @Override
        public void record(Duration duration) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException("a duration of " + duration + " is negative");
            }
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

    private record Gauge(DoubleSupplier value) {
        /** A gauge is code of a plugin: what it throws means that it has no value now. */
        double read() {
            try {
                return value.getAsDouble();
            } catch (Throwable e) {
                return Double.NaN;
            }
        }
    }
}
