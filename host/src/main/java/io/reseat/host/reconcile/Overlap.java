package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Schedule;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The swap of two generations that may run at once: the new one is started, and well, before the old one hears of it.
 * Confined to the owner thread.
 */
final class Overlap {
    private final SeatParts seat;
    private final Reload reload;
    private final Generation next;
    private boolean runsAlready;

    Overlap(SeatParts seat, Reload reload, Generation next) {
        this.seat = seat;
        this.reload = reload;
        this.next = next;
    }

    /** Whether the new one runs already when it takes over: a service had to, to say that it works. */
    boolean runsAlready() {
        return runsAlready;
    }

    void begin() {
        reload.on(
                next.start().thenCompose(started -> next.check()).thenCompose(checked -> well()),
                (nothing, failure) -> {
                    reload.passed(Phase.SWAP);
                    if (failure == null) {
                        reload.swapped(next, null);
                    } else {
                        reload.endBeside(next, next.loss().orElseGet(() -> GenerationFailure.of("start", failure)));
                    }
                });
    }

    /** A service has to say that it works; cycles begin after the swap. */
    private CompletableFuture<Void> well() {
        if (!(next.spec().schedule() instanceof Schedule.Service)
                || seat.occupancy().paused()) {
            return CompletableFuture.completedFuture(null);
        }
        runsAlready = true;
        CompletableFuture<Void> well = next.well(); // first, so that the swap is known before what it says next
        next.run();
        long limit = seat.shop().services().limits().build().toMillis();
        return well.orTimeout(limit, TimeUnit.MILLISECONDS).exceptionallyCompose(failure -> {
            Throwable why = failure instanceof TimeoutException
                    ? GenerationFailure.saying("the service did not say ready() within " + limit + " ms")
                    : failure;
            return CompletableFuture.failedFuture(why);
        });
    }
}
