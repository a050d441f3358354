package io.reseat.host.lifecycle;

import io.reseat.host.isolation.Call;
import io.reseat.host.isolation.PluginFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Bounds calls into a plugin: past its time one is interrupted, past a grace it is left alone and counted as failed.
 *
 * @param hung told, on the clock's thread, before the result of a call that is left alone
 */
record Deadline(HostClock clock, Duration limit, Hung hung) {
    static final Duration GRACE = Duration.ofSeconds(1);

    /** Told of a call that heeds no interrupt. */
    interface Hung {
        /**
         * Its thread runs on.
         *
         * @param ended completes when the call ends at last
         */
        void leftAlone(String message, String stack, CompletionStage<Void> ended);
    }

    /** One that nobody else is told of. */
    Deadline(HostClock clock, Duration limit) {
        this(clock, limit, (message, stack, ended) -> {});
    }

    /** The result of a call, or a {@link GenerationFailure} that shows what its thread does. */
    <T> CompletableFuture<T> on(Call<T> call, String step) {
        return on(call, () -> step, nobodyWaits -> {});
    }

    /**
     * The same for a call of several steps.
     *
     * @param step the one that it is in, asked when it fails
     * @param late takes, on the call's thread, what it answered after it was left alone
     */
    <T> CompletableFuture<T> on(Call<T> call, Supplier<String> step, Consumer<? super T> late) {
        CompletableFuture<T> result = new CompletableFuture<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Future<?> interrupt = clock.after(limit, () -> {
            interrupted.set(true);
            call.interrupt();
        });
        CompletableFuture<Void> ended = new CompletableFuture<>(); // of the call's own, its answer would be kept
        Future<?> abandon = clock.after(limit.plus(GRACE), () -> leaveAlone(call, step.get(), result, ended));
        call.result().whenComplete((value, failure) -> {
            interrupt.cancel(false);
            abandon.cancel(false);
            if (failure != null) {
                result.completeExceptionally(
                        interrupted.get() && wasInterrupted(failure)
                                ? tooLong(step.get(), (PluginFailure) failure)
                                : GenerationFailure.of(step.get(), failure));
            } else if (!result.complete(value)) {
                late.accept(value);
            }
            ended.complete(null);
        });
        return result;
    }

    private void leaveAlone(Call<?> call, String step, CompletableFuture<?> result, CompletionStage<Void> ended) {
        if (!result.isDone()) {
            GenerationFailure failure = leftAlone(step, call.stack());
            hung.leftAlone(failure.text(), failure.stack(), ended);
            result.completeExceptionally(failure);
        }
    }

    private static boolean wasInterrupted(Throwable failure) {
        return failure instanceof PluginFailure plugin && plugin.interruption();
    }

    private GenerationFailure tooLong(String step, PluginFailure interruption) {
        return new GenerationFailure(outlived(step) + " and was interrupted", List.of(), interruption.stack());
    }

    private GenerationFailure leftAlone(String step, String stack) {
        String message = outlived(step) + ", nor when it was interrupted; its thread is left alone";
        return GenerationFailure.leftAlone(message, stack);
    }

    private String outlived(String step) {
        return step + " did not end within " + limit.toMillis() + " ms";
    }
}
