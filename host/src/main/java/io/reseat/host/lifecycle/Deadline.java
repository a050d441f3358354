package io.reseat.host.lifecycle;

import io.reseat.host.isolation.Call;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Bounds a call into a plugin: past its time it is interrupted, and past a grace it is left alone and counted as failed. */
final class Deadline {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private Deadline() {}

    /** The result of a call, or a {@link GenerationFailure} that shows what its thread does. */
    static <T> CompletableFuture<T> on(Call<T> call, String step, Duration limit, HostClock clock) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Future<?> interrupt = clock.after(limit, call::interrupt);
        Future<?> abandon = clock.after(
                limit.plus(GRACE),
                () -> result.completeExceptionally(new GenerationFailure(
                        step + " did not end within " + limit.toMillis()
                                + " ms, nor when it was interrupted; its thread is left alone",
                        List.of(),
                        call.stack())));
        call.result().whenComplete((value, failure) -> {
            interrupt.cancel(false);
            abandon.cancel(false);
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(GenerationFailure.of(step, failure));
            }
        });
        return result;
    }
}
