package io.reseat.host.lifecycle;

import io.reseat.host.isolation.Call;
import io.reseat.host.model.TaskStatus.Cycles;
import io.reseat.host.store.JsonFields;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One generation in a child JVM: does the steps that its host asks for, in the host's order. The host has the loop of its
 * cycles. Called by the thread that reads; the steps run on threads of the realm.
 */
final class Resident {
    private final Blueprint blueprint;
    private final Generation generation;
    private final Map<Long, Object> bound = new HashMap<>();
    private long bindings;
    private @Nullable Call<Void> cycle;
    private @Nullable Call<Map<String, Object>> gauges;

    Resident(Blueprint blueprint, Generation generation) {
        this.blueprint = blueprint;
        this.generation = generation;
    }

    /** What it can do, for its host. */
    Map<String, Object> traits() {
        return generation.traits().form();
    }

    /** Does what the host asks for. */
    CompletionStage<Map<String, Object>> asked(String what, JsonFields body) throws IOException {
        Instance instance = generation.instance();
        return switch (what) {
            case "restore" -> nothing(instance.restore(StateForm.state(body.object("state"))));
            case "start" -> nothing(instance.start());
            case "check" -> nothing(instance.check());
            case "save" ->
                instance.save()
                        .thenApply(
                                state -> state.<Map<String, Object>>map(saved -> Map.of("state", StateForm.of(saved)))
                                        .orElse(Map.of()));
            case "bind" ->
                instance.bind(ConfigForm.mapping(body.object("config"))).thenApply(this::keep);
            case "reconfigure" ->
                instance.reconfigure(taken(body.number("bound"))).thenApply(Resident::answer);
            case "run" -> run(instance);
            case "interrupt" -> interrupt();
            case "stopping" -> stopping(instance, body.flag("now"));
            case "metrics" -> metrics();
            case "stacks" -> CompletableFuture.completedFuture(Map.of("text", stacks()));
            case "close" -> generation.close().thenApply(closed -> counted());
            default -> throw new IOException("a child JVM knows no '" + what + "'");
        };
    }

    /** Closes it, because its JVM ends. */
    CompletableFuture<Void> close() {
        Call<Void> running = cycle;
        generation.instance().stopping(true);
        if (running != null) {
            running.interrupt();
        }
        return generation.close();
    }

    private CompletionStage<Map<String, Object>> run(Instance instance) {
        Call<Void> call = blueprint.realm().threads().call(blueprint.label() + " run", () -> {
            InTask.call(blueprint.spec().name(), () -> {
                measured(instance);
                return null;
            });
            return null;
        });
        cycle = call;
        return call.result().thenApply(ended -> used());
    }

    private void measured(Instance instance) throws Exception {
        CycleCounters.Running running = blueprint.counters().begin(Instant.now());
        boolean good = false;
        try {
            instance.cycle();
            good = true;
        } finally {
            running.end(good);
        }
    }

    private CompletionStage<Map<String, Object>> interrupt() {
        Call<Void> running = cycle;
        if (running != null) {
            running.interrupt();
        }
        return CompletableFuture.completedFuture(Map.of());
    }

    private static CompletionStage<Map<String, Object>> stopping(Instance instance, boolean now) {
        instance.stopping(now);
        return CompletableFuture.completedFuture(Map.of());
    }

    /** Gauges are code of the plugin. */
    private CompletionStage<Map<String, Object>> metrics() {
        Call<Map<String, Object>> running = gauges;
        if (running == null || !running.running()) { // each look at one that hangs would cost one more thread
            running = blueprint.realm().threads().call("its gauges", this::counted);
            gauges = running;
        }
        return running.result();
    }

    private Map<String, Object> counted() {
        Map<String, Object> all = new LinkedHashMap<>(blueprint.metrics().form());
        all.putAll(used());
        return all;
    }

    private Map<String, Object> used() {
        Cycles cycles = blueprint.counters().read();
        return Map.of(
                "cpu",
                cycles.cpu().orElse(Duration.ZERO).toNanos(),
                "bytes",
                cycles.allocatedBytes().orElse(0));
    }

    private String stacks() {
        return blueprint.realm().threads().live().stream()
                .map(thread -> thread.name() + " " + thread.stack())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private synchronized Map<String, Object> keep(Object config) {
        bound.clear(); // only the newest is ever taken
        bound.put(++bindings, config);
        return Map.of("bound", bindings);
    }

    private synchronized Object taken(long number) throws IOException {
        return Optional.ofNullable(bound.remove(number))
                .orElseThrow(() -> new IOException("no config was bound under " + number));
    }

    private static Map<String, Object> answer(Reconfigured how) {
        return how.refusal()
                .<Map<String, Object>>map(why -> Map.of("refusal", FailureForm.of(why), "lost", how.lost()))
                .orElse(Map.of());
    }

    private static CompletionStage<Map<String, Object>> nothing(CompletableFuture<Void> step) {
        return step.thenApply(done -> Map.of());
    }
}
