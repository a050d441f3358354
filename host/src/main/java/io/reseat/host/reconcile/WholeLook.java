package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.watch.WatchedTree;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A look at all of both trees that somebody asked for. Safe from any thread.
 *
 * <p>The trees are looked at side by side, so that one of two files that change together may be seen without the other. A
 * look that found something is followed by another one: what two looks in a row find alike lay there at one moment.
 */
final class WholeLook {
    private static final Duration QUIET_CHECK = Duration.ofMillis(30);
    private static final int MOST_QUIET_CHECKS = 50;
    private static final int MOST_AGAIN = 3;

    private final HostClock clock;
    private final WatchedTree<?> tasks;
    private final WatchedTree<?> plugins;

    WholeLook(HostClock clock, WatchedTree<?> tasks, WatchedTree<?> plugins) {
        this.clock = clock;
        this.tasks = tasks;
        this.plugins = plugins;
    }

    /** Waits, for a moment, for files that are still in their quiet time, and for what goes on changing. */
    CompletableFuture<Void> begin() {
        return look(MOST_QUIET_CHECKS, MOST_AGAIN);
    }

    /** Rises with each change that a tree has told. */
    long revisions() {
        return tasks.snapshot().revision() + plugins.snapshot().revision();
    }

    private CompletableFuture<Void> look(int quietChecks, int again) {
        long before = revisions();
        CompletableFuture<Boolean> taskFiles =
                tasks.rescan().thenApply(now -> now.settled()).toCompletableFuture();
        CompletableFuture<Boolean> pluginFiles =
                plugins.rescan().thenApply(now -> now.settled()).toCompletableFuture();
        return taskFiles.thenCombine(pluginFiles, Boolean::logicalAnd).thenCompose(quiet -> {
            if (!quiet && quietChecks > 0) {
                return later(quietChecks - 1, again);
            }
            boolean foundSomething = revisions() != before;
            return foundSomething && again > 0 ? look(quietChecks, again - 1) : CompletableFuture.completedFuture(null);
        });
    }

    private CompletableFuture<Void> later(int quietChecks, int again) {
        CompletableFuture<Void> waited = new CompletableFuture<>();
        clock.later(QUIET_CHECK, () -> waited.complete(null));
        return waited.thenCompose(nothing -> look(quietChecks, again));
    }
}
