package io.reseat.host.reconcile;

import io.reseat.host.isolation.Call;
import io.reseat.host.lifecycle.Generation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Reads the metrics of a task's plugin. Gauges are its code, so they are read on a thread of its realm, not for long. */
final class Gauges {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Gauges() {}

    /** The task's metrics now. Called by the owner thread. */
    static CompletableFuture<Map<String, Double>> read(SeatParts parts) {
        Optional<Generation> live = parts.occupancy().live();
        if (live.isEmpty()) {
            return CompletableFuture.completedFuture(parts.metrics().read()); // gauges went with their generation
        }
        Call<Map<String, Double>> call = live.get().realm().threads().call("its gauges", parts.metrics()::read);
        CompletableFuture<Map<String, Double>> answer = new CompletableFuture<>();
        Future<?> late = parts.shop().services().clock().after(PATIENCE, () -> {
            answer.completeExceptionally(new IllegalStateException(
                    "a gauge of task " + parts.name() + " has not answered for " + PATIENCE.toMillis() + " ms"));
            call.interrupt(); // which may make it answer after all, too late
        });
        call.result().whenComplete((values, failure) -> {
            late.cancel(false);
            if (failure == null) {
                answer.complete(values);
            } else {
                answer.completeExceptionally(new IllegalStateException(failure.getMessage()));
            }
        });
        return answer;
    }
}
