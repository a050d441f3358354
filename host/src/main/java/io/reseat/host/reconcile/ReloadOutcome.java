package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.store.StateSnapshot;
import org.jspecify.annotations.Nullable;

/** Told how a {@link Reload} went; called once, on the owner thread. */
interface ReloadOutcome {
    /** The new generation is in place and has started; it runs no cycle yet. */
    void swapped(Reload mine, Generation next, @Nullable StateSnapshot handedOver);

    /** Nothing of the old generation is changed but that it may have been halted. */
    void refused(Reload mine, GenerationFailure failure, boolean oldWasHalted);

    /** The old generation was closed and the new one did not start: the old content has to be brought back. */
    void failedAfterClose(Reload mine, GenerationFailure failure, @Nullable StateSnapshot state);

    /** What ran is done, and there is nothing that the new one would do: it was discarded. */
    void needless(Reload mine);

    /** A step of the host itself failed, which is a fault in it: the reload is over, as it stands. */
    void broken(Reload mine, Throwable fault);

    /** All begins again: what was halted goes on meanwhile, unless it is what failed. */
    void goesOn();

    /** Something newer was seen while this was being built. */
    void superseded();
}
