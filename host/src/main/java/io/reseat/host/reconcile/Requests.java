package io.reseat.host.reconcile;

import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Requester;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What operators ask for, on its way to the tasks: after a look at the files where it depends on them, and refused from the
 * moment on that the host stops. Asked on any thread; all else is confined to the owner thread.
 */
final class Requests {
    private final OwnerThread owner;
    private final Trees trees;
    private final TreeEvents events;
    private final Looks looks;
    private boolean stopping;

    Requests(OwnerThread owner, Trees trees, TreeEvents events, Looks looks) {
        this.owner = owner;
        this.trees = trees;
        this.events = events;
        this.looks = looks;
    }

    /** Nothing is changed any more. On the owner thread. */
    void stop() {
        stopping = true;
    }

    /** For all that changes something. */
    <T> CompletableFuture<T> change(Supplier<CompletableFuture<T>> then) {
        return owner.ask(() -> unlessStopping(then));
    }

    /** Looks at both trees and the settings, takes what changed, then goes on. */
    <T> CompletableFuture<T> afterLook(Requester by, Supplier<CompletableFuture<T>> then) {
        return change(() -> {
            looks.hold();
            return events.lookAtSettings()
                    .thenCombine(trees.looked(), (settings, files) -> true)
                    .handle((looked, failure) -> Optional.ofNullable(failure))
                    .thenComposeAsync(failure -> looked(by, failure, then), owner);
        });
    }

    private <T> CompletableFuture<T> looked(
            Requester by, Optional<Throwable> failure, Supplier<CompletableFuture<T>> then) {
        CompletableFuture<List<ReloadReport>> released = looks.release(by);
        return failure.isEmpty()
                ? unlessStopping(then)
                : released.thenCompose(reports -> CompletableFuture.<T>failedFuture(failure.get()));
    }

    private <T> CompletableFuture<T> unlessStopping(Supplier<CompletableFuture<T>> then) {
        return stopping
                ? CompletableFuture.failedFuture(
                        new IllegalStateException("the host is stopping; nothing is changed any more"))
                : then.get();
    }
}
