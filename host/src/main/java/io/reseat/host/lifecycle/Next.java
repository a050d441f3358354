package io.reseat.host.lifecycle;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What follows a cycle. The state of the loop is set before anybody is told, so that an answer finds it there.
 *
 * @param step what
 * @param delay nanoseconds until the next cycle that the thread waits for; 0 for at once
 * @param halted who waits for the halt that this is; completed outside the lock, since what hangs on it runs at once
 */
record Next(Step step, long delay, Optional<CompletableFuture<Void>> halted) {
    enum Step {
        /** Another cycle on the same thread. */
        AGAIN,
        /** The thread is given back, and the clock waits. */
        LATER,
        /** No further cycle. */
        HALTED,
        /** None before the owner has said how long the backoff is. */
        FAILED,
        /** A once task is done. */
        COMPLETED
    }

    static Next of(Step step) {
        return new Next(step, 0, Optional.empty());
    }

    boolean again() {
        return step == Step.AGAIN;
    }

    void tellHalted() {
        halted.ifPresent(told -> told.complete(null));
    }
}
