package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import java.time.Duration;

/** Told by a {@link CycleLoop} what the owner has to decide on. Must be quick: it hands over to the owner's thread. */
interface CycleListener {
    /**
     * A cycle threw or outlived its timeout, or a service returned or threw.
     *
     * @param waits whether no further cycle runs before {@link CycleLoop#proceed}; false while halting
     */
    void failed(PluginFailure failure, boolean waits);

    /** A cycle ended well. Called for the first one, and for the first one after a failure; never for a service. */
    void wentWell();

    /** The one cycle of a once task ended well; the loop has halted. */
    void completed();

    /**
     * A cycle is over its time; it was interrupted.
     *
     * @param what exactly: a cycle, or what is done between two of them
     */
    void overdue(String what, Duration timeout, String stack);
}
