package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Backoff;
import io.reseat.host.lifecycle.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What follows where the child JVM of a task is gone: its generation can not go on, and is built again, sooner or later by
 * who is to blame. Confined to the owner thread.
 *
 * <pre>
 *   lost ──on its way out──► nothing follows
 *     ├──while it is being replaced──► judged after that, if it stays
 *     ├──paused──► noted; rebuilt when it is resumed
 *     ├──to blame──► on probation: rolled back; lived a while: rebuilt at once; else as the restart policy says
 *     └──another is to blame──► rebuilt at once, and nothing is counted
 * </pre>
 */
final class Losses {
    /** What lived so long is not said to die at its start. */
    private static final Duration A_WHILE = Duration.ofSeconds(10);

    private final SeatParts seat;
    private final ReloadSlot slot;
    private final Recovery recovery;
    private final List<Loss> early = new ArrayList<>(0);
    private boolean briefBefore;

    Losses(SeatParts seat, ReloadSlot slot, Recovery recovery) {
        this.seat = seat;
        this.slot = slot;
        this.recovery = recovery;
    }

    private record Loss(Generation generation, String message, boolean charged) {}

    /** As of {@link io.reseat.host.lifecycle.GenerationEvents#lost}. */
    void lost(Generation generation, String message, boolean charged) {
        Loss loss = new Loss(generation, message, charged);
        if (seat.occupancy().holds(generation)) {
            judge(loss);
        } else {
            seat.log().debug("generation " + generation.number() + ", which has no place now, was lost: " + message);
            keepEarly(loss);
        }
    }

    /** A generation took its place, and may have been lost just before. */
    void tookPlace(Generation generation) {
        early.stream()
                .filter(before -> before.generation() == generation)
                .forEach(before -> slot.afterSwap(() -> judge(before)));
        early.clear();
    }

    /** It may be about to take its place; what was built before it may be lost after it. */
    private void keepEarly(Loss loss) {
        if (slot.building()) {
            early.add(loss);
        } else {
            early.clear();
        }
    }

    /** The task was resumed: what was lost meanwhile is rebuilt instead of going on. True if so. */
    boolean resumed() {
        if (seat.occupancy().lost()) {
            rebuild(Duration.ZERO, "its child JVM was lost while it was paused");
        }
        return seat.occupancy().lost();
    }

    private void judge(Loss loss) {
        Generation generation = loss.generation();
        if (!seat.occupancy().holds(generation)) {
            return; // it was replaced meanwhile
        } else if (slot.swapping()) {
            slot.afterSwap(() -> judge(loss));
            return;
        }
        CompletableFuture<?> unused = generation.pause(Duration.ZERO); // its next firings are its successor's
        String message = "generation " + generation.number() + " was lost: " + loss.message();
        seat.view().failed(generation.number(), message, "");
        seat.log().warn(message);
        if (seat.occupancy().paused()) {
            seat.view().enter(seat.view().state(), message + "; it is rebuilt when the task is resumed");
        } else if (!slot.retry().goesBack()) { // else what is brought back takes its place
            follow(loss, message);
        }
    }

    private void follow(Loss loss, String message) {
        Generation generation = loss.generation();
        boolean brief = generation.age().compareTo(A_WHILE) < 0;
        boolean again = brief && briefBefore;
        briefBefore = brief;
        if (!loss.charged()) { // nobody may be to blame each time: a JVM that dies at once is not started in a tight
            // loop
            rebuild(again ? generation.spec().restart().firstBackoff() : Duration.ZERO, message);
        } else if (!slot.probation().failed(generation, message)) {
            rebuildByPolicy(generation, brief, message);
        }
    }

    private void rebuildByPolicy(Generation generation, boolean brief, String message) {
        if (!brief) {
            rebuild(Duration.ZERO, message);
            return;
        }
        Backoff.Verdict verdict = recovery.judge(generation.spec().restart());
        if (verdict instanceof Backoff.Verdict.GiveUp giveUp) {
            recovery.giveUp(giveUp, message);
        } else {
            rebuild(verdict.backoff(), message);
        }
    }

    private void rebuild(Duration wait, String message) {
        recovery.rebuildLater(wait, message + "; rebuilt", "its child JVM was lost");
    }
}
