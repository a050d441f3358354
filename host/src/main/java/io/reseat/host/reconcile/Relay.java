package io.reseat.host.reconcile;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands what one stage comes to on to somebody who waits for another future, failures too. Stateless. */
final class Relay {
    private Relay() {}

    /** Asks now; the answer, or whatever stands in its way, reaches the one who waits. */
    static <T> void answer(Supplier<? extends CompletionStage<T>> question, CompletableFuture<T> waiting) {
        try {
            pass(question.get(), waiting);
        } catch (RuntimeException | Error e) {
            waiting.completeExceptionally(e);
        }
    }

    /** Completes the one as the other completes. */
    static <T> void pass(CompletionStage<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> complete(to, value, failure));
    }

    /** All answers, when the last is there. */
    static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(
                        nothing -> parts.stream().map(CompletableFuture::join).toList());
    }

    @SuppressWarnings("NullAway") // a stage of Void answers null
    private static <T> void complete(CompletableFuture<T> to, @Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            to.complete(value);
        } else {
            boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
            to.completeExceptionally(wrapped ? failure.getCause() : failure);
        }
    }
}
