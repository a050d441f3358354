package io.reseat.host.reconcile;

import java.time.Duration;

/**
 * Changes that were refused because what runs did not hand over its state: tried again once that could be saved between
 * two cycles, and more and more rarely where it never can at a swap. Confined to the owner thread, but for {@link #waiting}.
 */
final class StateRefusals {
    private static final long FIRST = Duration.ofSeconds(30).toNanos();
    private static final int MOST_DOUBLINGS = 7;

    private int inARow;
    private long notBefore;
    private volatile boolean waiting;

    /** One more was refused. */
    void refused(long now) {
        notBefore = now + (inARow == 0 ? 0 : FIRST << Math.min(inARow - 1, MOST_DOUBLINGS));
        inARow++;
        waiting = true;
    }

    /** Whether a change waits for this. Any thread may ask. */
    boolean waiting() {
        return waiting;
    }

    /** The state could be saved; whether that is the time to try again. */
    boolean due(long now) {
        boolean due = waiting && now - notBefore >= 0;
        waiting &= !due;
        return due;
    }

    /** Something was swapped in. */
    void over() {
        inARow = 0;
        waiting = false;
    }
}
