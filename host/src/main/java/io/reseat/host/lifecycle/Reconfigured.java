package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.store.StateSnapshot;
import java.util.Optional;

/**
 * How a task answered another config. Text alone of what it threw.
 *
 * @param refusal what it threw; empty if it took the config
 * @param state what it handed over before; empty for one without state, and for a service, which runs meanwhile
 * @param lost whether it did not take its old config back either, so that nobody knows what it runs on
 */
public record Reconfigured(Optional<PluginFailure> refusal, Optional<StateSnapshot> state, boolean lost) {
    static final Reconfigured TAKEN = new Reconfigured(Optional.empty(), Optional.empty(), false);

    static Reconfigured refused(PluginFailure why) {
        return new Reconfigured(Optional.of(why), Optional.empty(), false);
    }

    static Reconfigured lost(PluginFailure why) {
        return new Reconfigured(Optional.of(why), Optional.empty(), true);
    }

    Reconfigured after(Optional<StateSnapshot> saved) {
        return new Reconfigured(refusal, saved, lost);
    }
}
