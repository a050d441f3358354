package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One generation on its probation: what it has shown so far, and what stands by for it. Confined to the owner thread. */
final class Trial {
    private final Generation generation;
    private final Optional<Standby> standby;
    private final Commitment commitment;
    private final long since = System.nanoTime();
    private @Nullable Future<?> timer;
    private boolean timePassed;
    private boolean ranWell;
    private boolean checking;

    /** @param commitment what follows when it has proved itself */
    Trial(Generation generation, Optional<Standby> standby, Commitment commitment) {
        this.generation = generation;
        this.standby = standby;
        this.commitment = commitment;
    }

    Generation generation() {
        return generation;
    }

    /** What is brought back if it fails; empty for a first one. */
    Optional<Standby> standby() {
        return standby;
    }

    /** Whether all is there but its check, which nobody waits for yet. */
    boolean due() {
        return timePassed && ranWell && !checking;
    }

    /** Its probation has lasted as long as it has to. */
    void timePassed() {
        timePassed = true;
    }

    /** Whether a cycle of it ended well, since it was asked for the last time. */
    boolean hasRunWell() {
        return ranWell;
    }

    /** A cycle of it ended well. */
    void ranWell() {
        ranWell = true;
    }

    /** Another cycle has to end well. */
    void awaitNextCycle() {
        ranWell = false;
        generation.tellNextGoodCycle();
    }

    /** Whether its check is waited for now. */
    void checking(boolean now) {
        checking = now;
    }

    /** What is to happen next by the clock. */
    void timer(Future<?> next) {
        timer = next;
    }

    /** It is over, well or not: nothing happens by the clock any more. */
    void over() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** It has proved itself. */
    void proved() {
        Duration took = Duration.ofNanos(System.nanoTime() - since);
        commitment.proved(took, standby.flatMap(Standby::realm));
    }
}
