package io.reseat.host.lifecycle;

import io.reseat.api.SavedState;
import io.reseat.host.store.StateSnapshot;
import java.util.Map;

/** A stored state as a plugin sees it. */
record RestoredState(StateSnapshot state) implements SavedState {
    @Override
    public int stateVersion() {
        return state.stateVersion();
    }

    @Override
    public String pluginVersion() {
        return state.pluginVersion();
    }

    @Override
    public long generation() {
        return state.generation();
    }

    @Override
    public Map<String, Object> values() {
        return state.values();
    }
}
