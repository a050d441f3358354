package io.reseat.host.lifecycle;

import io.reseat.host.lifecycle.Generation.Ending;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/**
 * One halt of a loop with a limit: wait, interrupt, leave alone. Begun by the owner thread; goes on by the host's clock
 * and the thread of the cycle.
 *
 * @param patience how long the cycle may take before it is interrupted
 * @param limit how long before it is left alone
 * @param abandonment what leaving it alone entails
 */
record Halting(CycleLoop loop, HostClock clock, Duration patience, Duration limit, Abandonment abandonment) {
    /**
     * What is done about a generation that is left alone.
     *
     * @param how it ended then
     * @param left at once, on the clock's thread
     * @param endedLate when its cycle ends at last, on the thread of the cycle
     */
    record Abandonment(Ending how, Runnable left, Runnable endedLate) {
        /** For a pause, after which it may go on. */
        static final Abandonment NONE = new Abandonment(Ending.QUARANTINED, () -> {}, () -> {});
    }

    CompletableFuture<Ending> begin() {
        return begin(loop.halt());
    }

    /** The same for a loop that was told already. */
    CompletableFuture<Ending> begin(CompletionStage<Void> halted) {
        if (halted.toCompletableFuture().isDone()) {
            return CompletableFuture.completedFuture(Ending.ENDED);
        }
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        Future<?> interrupt = clock.after(patience, loop::interrupt);
        Future<?> quarantine = clock.after(limit, () -> leaveAlone(ending));
        halted.whenComplete((nothing, takenBack) -> {
            interrupt.cancel(false);
            quarantine.cancel(false);
            boolean inTime = ending.complete(takenBack == null ? Ending.ENDED : Ending.TAKEN_BACK);
            if (!inTime && takenBack == null) {
                abandonment.endedLate().run();
            }
        });
        return ending;
    }

    private void leaveAlone(CompletableFuture<Ending> ending) {
        if (ending.complete(abandonment.how())) {
            abandonment.left().run();
        }
    }
}
