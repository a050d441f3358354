package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What a generation tells its owner, from threads of the realm and of the clock: the owner hands it to its own thread. */
public interface GenerationEvents {
    /**
     * A cycle threw, or a service ended.
     *
     * @param waits whether no further cycle runs until the owner says so; false while the generation is being halted
     */
    void cycleFailed(Generation generation, PluginFailure failure, boolean waits);

    /** The first good cycle, the first one after a failure, or a service's {@code ready()}. */
    void wentWell(Generation generation);

    /** The one cycle of a once task ended well. */
    void completed(Generation generation);

    /**
     * A cycle is over its time and was interrupted.
     *
     * @param what exactly: a cycle, or what is done between two of them
     */
    void overdue(Generation generation, String what, Duration timeout, String stack);

    /**
     * A step of it, its build included, heeds no interrupt and is left alone: its thread runs on.
     *
     * @param generation its number
     * @param message what was called, and for how long
     * @param ended completes when it ends at last; keeps nothing of the plugin
     */
    void leftAlone(long generation, String message, String stack, CompletionStage<Void> ended);

    /**
     * The child JVM that it was in is gone, and what it did with it; nothing of it can be asked for any more.
     *
     * @param message what happened, and what helps against it
     * @param charged whether it is to blame itself, or was only in the same JVM
     */
    void lost(Generation generation, String message, boolean charged);

    /** Its state was saved between cycles and is to be brought to the disk. Comes on the thread of the cycle. */
    void saved(Generation generation);
}
