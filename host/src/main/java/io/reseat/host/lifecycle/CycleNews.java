package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What a generation's cycles come to, for its owner and for whoever waits for the first verdict. Told by threads of the
 * realm and of the clock.
 */
final class CycleNews implements CycleListener {
    private final CompletableFuture<Void> verdict = new CompletableFuture<>();
    private final Generation generation;
    private final GenerationEvents owner;
    private volatile boolean works;

    CycleNews(Generation generation, GenerationEvents owner) {
        this.generation = generation;
        this.owner = owner;
    }

    /** Completes with the first cycle that ended well, or a service's {@code ready()}; fails when the first one failed. */
    CompletableFuture<Void> well() {
        return verdict.copy();
    }

    /** Whether the last thing that it told was good. */
    boolean works() {
        return works;
    }

    @Override
    public void failed(PluginFailure failure, boolean waits) {
        works = false;
        verdict.completeExceptionally(failure);
        owner.cycleFailed(generation, failure, waits);
    }

    @Override
    public void wentWell() {
        works = true;
        verdict.complete(null);
        owner.wentWell(generation);
    }

    @Override
    public void completed() {
        verdict.complete(null);
        owner.completed(generation);
    }

    @Override
    public void overdue(String what, Duration timeout, String stack) {
        owner.overdue(generation, what, timeout, stack);
    }
}
