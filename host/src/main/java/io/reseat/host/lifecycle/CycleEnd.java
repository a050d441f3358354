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

    static CycleEnd failed(PluginFailure failure) {
        return new CycleEnd(failure, false);
    }
}
