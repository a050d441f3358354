package io.reseat.host.lifecycle;

import io.reseat.host.lifecycle.Generation.Ending;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * One halt of a loop with a limit: wait, interrupt, leave alone. Begun by the owner thread; goes on by the host's clock
 * and the thread of the cycle.
 *
 * @param patience how long the cycle may take before it is interrupted
 * @param limit how long before it is left alone
 */
record Halting(CycleLoop loop, HostClock clock, Duration patience, Duration limit) {
    CompletableFuture<Ending> begin() {
        CompletableFuture<Void> halted = loop.halt();
        if (halted.isDone()) {
            return CompletableFuture.completedFuture(Ending.ENDED);
        }
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        Future<?> interrupt = clock.after(patience, loop::interrupt);
        Future<?> quarantine = clock.after(limit, () -> ending.complete(Ending.QUARANTINED));
        halted.whenComplete((nothing, takenBack) -> {
            interrupt.cancel(false);
            quarantine.cancel(false);
            ending.complete(takenBack == null ? Ending.ENDED : Ending.TAKEN_BACK);
        });
        return ending;
    }
}
