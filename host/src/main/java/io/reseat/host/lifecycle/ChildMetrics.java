package io.reseat.host.lifecycle;

import io.reseat.host.store.JsonFields;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Adds what one generation counts in a child JVM to the metrics of its task, as often as the child is asked. A child
 * counts from zero on, so that only what came since the last answer is added. Safe from any thread.
 */
final class ChildMetrics {
    private final Blueprint blueprint;
    private final TaskMetrics.View view;
    private final Map<String, Long> added = new HashMap<>();
    private final Map<String, Double> gauges = new ConcurrentHashMap<>();

    ChildMetrics(Blueprint blueprint) {
        this.blueprint = blueprint;
        this.view = blueprint.metrics().forGeneration();
    }

    /** Takes what {@link Resident} answers with: what is not there has not changed. */
    synchronized void take(JsonFields answer) throws IOException {
        if (answer.keys().contains("cpu")) {
            blueprint
                    .counters()
                    .usedElsewhere(since("cpu", answer.number("cpu")), since("bytes", answer.number("bytes")));
        }
        if (answer.keys().contains("counters")) {
            count(answer.object("counters"));
            time(answer.object("timers"));
            gauge(answer.object("gauges"));
        }
    }

    synchronized void close() {
        view.close();
    }

    private void count(JsonFields counters) throws IOException {
        for (String name : counters.keys()) {
            view.counter(name).add(since("counter " + name, counters.number(name)));
        }
    }

    private void time(JsonFields timers) throws IOException {
        for (String name : timers.keys()) {
            JsonFields timer = timers.object(name);
            view.timed(
                    name, since("count " + name, timer.number("count")), since("nanos " + name, timer.number("nanos")));
        }
    }

    private void gauge(JsonFields values) {
        gauges.keySet().retainAll(values.keys());
        values.fields().forEach((name, value) -> {
            boolean known = gauges.put(name, ((Number) value).doubleValue()) != null;
            if (!known) {
                view.gauge(name, () -> gauges.getOrDefault(name, Double.NaN));
            }
        });
    }

    private long since(String what, long now) {
        Long before = added.put(what, now);
        return Math.max(0, now - (before == null ? 0 : before));
    }
}
