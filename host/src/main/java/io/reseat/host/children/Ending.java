package io.reseat.host.children;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The orderly end of one child JVM: it is asked to, then gets SIGTERM, then SIGKILL; what it started is ended last. Begun
 * on a thread that may be held up for a moment; goes on by itself.
 *
 * @param descendants what it started
 */
record Ending(Jvm jvm, Descendants descendants, Means means) {
    void begin() {
        List<ProcessHandle> family = Family.of(jvm.handle()); // now, since orphans have another parent
        long patience = means.tuning().end().toMillis();
        Future<?> unused = jvm.channel().ask("end", Map.of()); // its answer is the end
        CompletionStage<Boolean> over = ended(patience)
                .thenCompose(ended -> ended ? CompletableFuture.completedFuture(true) : terminated(patience));
        over.thenAcceptAsync(ended -> family.forEach(Family::kill), means.executor());
    }

    /** {@code toHandle} gives the real SIGTERM; {@link Process#destroy} would close the JVM's input first. */
    private CompletableFuture<Boolean> terminated(long patience) {
        jvm.handle().destroy();
        return ended(patience);
    }

    private CompletableFuture<Boolean> ended(long patience) {
        return jvm.gone()
                .toCompletableFuture()
                .thenApply(exit -> true)
                .completeOnTimeout(false, patience, TimeUnit.MILLISECONDS);
    }
}
