package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import org.jspecify.annotations.Nullable;

/**
 * How a cycle ended.
 *
 * @param failure what is held against it; null if nothing is
 * @param whole whether it came to its own end: one that was interrupted to halt is no failure, and not done either
 */
record CycleEnd(@Nullable PluginFailure failure, boolean whole) {
    static final CycleEnd GOOD = new CycleEnd(null, true);
    static final CycleEnd INTERRUPTED = new CycleEnd(null, false);

    /**
     * What it means that a cycle came to its end: an interruption while halting is no failure, a service that returns is.
     *
     * @param failure what it threw; null if it returned
     * @param told whether it was told to halt
     */
    static CycleEnd of(@Nullable PluginFailure failure, boolean told, boolean service, String label) {
        if (failure != null) {
            return told && failure.interruption() ? INTERRUPTED : failed(failure);
        }
        return service && !told
                ? failed(PluginFailure.found(label, "the service returned although nobody told it to stop"))
                : GOOD;
    }

    static CycleEnd failed(PluginFailure failure) {
        return new CycleEnd(failure, false);
    }
}
