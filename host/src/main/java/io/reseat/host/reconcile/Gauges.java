package io.reseat.host.reconcile;

import io.reseat.host.isolation.Call;
import io.reseat.host.lifecycle.Generation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metrics of a task's plugin. Gauges are its code, so they are read on a thread of its realm, not for long, and
 * by one call at a time, or each look at a gauge that hangs would cost one more thread. Confined to the owner thread.
 */
final class Gauges {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SeatParts seat;
    private @Nullable Asked last;

    /** A call that may still run; of another generation it says nothing. */
    private record Asked(
            long generation, Call<Map<String, Double>> call, CompletableFuture<Map<String, Double>> answer) {}

    Gauges(SeatParts seat) {
        this.seat = seat;
    }

    /** The task's metrics now; while gauges are being read already, what comes of that. */
    CompletableFuture<Map<String, Double>> read() {
        Optional<Generation> live = seat.occupancy().live();
        if (live.isEmpty()) {
            return CompletableFuture.completedFuture(seat.metrics().read()); // gauges went with their generation
        }
        Asked now = last;
        if (now == null
                || now.generation() != live.get().number()
                || !now.call().running()) {
            now = ask(live.get());
            last = now;
        }
        return now.answer().copy();
    }

    private Asked ask(Generation live) {
        Call<Map<String, Double>> call = live.realm().threads().call("its gauges", live::metrics);
        CompletableFuture<Map<String, Double>> answer = new CompletableFuture<>();
        Future<?> late = seat.shop().services().clock().after(PATIENCE, () -> {
            answer.completeExceptionally(new IllegalStateException(
                    "a gauge of task " + seat.name() + " has not answered for " + PATIENCE.toMillis() + " ms"));
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
        return new Asked(live.number(), call, answer);
    }
}
