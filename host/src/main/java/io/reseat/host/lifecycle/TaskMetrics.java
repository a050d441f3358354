package io.reseat.host.lifecycle;

import io.reseat.api.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The metrics of one task. Counters and timers outlive generations; a gauge, which is code of a plugin, goes with the
 * {@link #forGeneration view} of the generation that registered it. Safe from any thread.
 *
 * <p>A name has one kind within a generation. Where another generation that still runs has it as another kind, the oldest
 * of them is the one that is shown, and the younger's metric takes its place when the older one ends.
 */
public final class TaskMetrics {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private volatile Map<String, Object> shown =
            Map.of(); // until there is one: most tasks have none, and there are many
    private final List<View> open = new ArrayList<>(1); // oldest first; guarded by this

    /** The value of each counter and gauge, and count and seconds of each timer, by name. */
    public Map<String, Double> read() {
        Map<String, Double> values = new TreeMap<>();
        shown.forEach((name, metric) -> read(name, metric, values));
        return values;
    }

    /** What is shown, told apart by kind, as JSON values: for the way from a child JVM to its host. */
    Map<String, Object> form() {
        Map<String, Object> counters = new TreeMap<>();
        Map<String, Object> timers = new TreeMap<>();
        Map<String, Object> gauges = new TreeMap<>();
        shown.forEach((name, metric) -> {
            if (metric instanceof Count count) {
                counters.put(name, count.value());
            } else if (metric instanceof Time time) {
                timers.put(
                        name,
                        Map.of("count", time.count(), "nanos", time.total().toNanos()));
            } else if (metric instanceof Gauge gauge && Double.isFinite(gauge.read())) {
                gauges.put(name, gauge.read());
            }
        });
        return Map.of("counters", counters, "timers", timers, "gauges", gauges);
    }

    /** What a new generation sees, until it is closed. */
    synchronized View forGeneration() {
        View view = new View();
        open.add(view);
        return view;
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

    /** The oldest generation of those that have the name decides its kind; what none has stays as it was last. */
    private void show(String name) {
        List<Object> all = owned(name).toList();
        if (!all.isEmpty()) {
            Class<?> kind = all.get(0).getClass();
            all.stream().filter(kind::isInstance).forEach(metric -> show(name, metric)); // the newest stays
        } else if (shown.get(name) instanceof Gauge) {
            shown.remove(name);
        }
    }

    private void show(String name, Object metric) {
        if (shown.isEmpty()) {
            shown = new ConcurrentHashMap<>();
        }
        shown.put(name, metric);
    }

    /** One of this kind that is known already goes on. */
    private <M> M known(String name, Class<M> kind, M fresh) {
        return Stream.concat(Stream.ofNullable(shown.get(name)), owned(name))
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElse(fresh);
    }

    /** What the generations that run have under this name, the oldest first. */
    private Stream<Object> owned(String name) {
        return open.stream().flatMap(view -> Stream.ofNullable(view.own.get(name)));
    }

    /** What one generation sees. */
    final class View implements Metrics, AutoCloseable {
        private volatile Map<String, Object> own = Map.of();
        private boolean closed;

        @Override
        public Counter counter(String name) {
            Object known = own.get(name);
            return known instanceof Count count ? count : get(name, Count.class, new Count());
        }

        @Override
        public Timer timer(String name) {
            Object known = own.get(name);
            return known instanceof Time time ? time : get(name, Time.class, new Time());
        }

        /** Adds what was timed elsewhere. */
        void timed(String name, long count, long nanos) {
            if (timer(name) instanceof Time time) {
                time.count.add(count);
                time.nanos.add(nanos);
            }
        }

        @Override
        public void gauge(String name, DoubleSupplier value) {
            synchronized (TaskMetrics.this) {
                if (closed) {
                    throw new IllegalStateException("the generation has ended; gauge '" + name + "' would outlive it");
                }
                expect(name, Gauge.class);
                put(name, new Gauge(value));
                show(name);
            }
        }

        private <M> M get(String name, Class<M> kind, M fresh) {
            synchronized (TaskMetrics.this) {
                expect(name, kind);
                M metric = known(name, kind, fresh);
                if (!closed) { // what a thread counts that outlived its generation is shown where the metric is
                    put(name, metric);
                    show(name);
                }
                return metric;
            }
        }

        private void put(String name, Object metric) {
            if (own.isEmpty()) {
                own = new ConcurrentHashMap<>();
            }
            own.put(name, metric);
        }

        private void expect(String name, Class<?> kind) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("metric name '" + name + "' must match " + NAME);
            }
            Object metric = own.get(name);
            if (metric != null && !kind.isInstance(metric)) {
                throw new IllegalArgumentException(
                        "metric '" + name + "' exists as another kind in this generation: a name is of one kind");
            }
        }

        @Override
        public void close() {
            synchronized (TaskMetrics.this) {
                closed = true;
                open.remove(this);
                List<String> names = List.copyOf(own.keySet());
                own = Map.of();
                names.forEach(TaskMetrics.this::show);
            }
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
