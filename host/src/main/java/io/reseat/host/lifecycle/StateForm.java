package io.reseat.host.lifecycle;

import io.reseat.host.store.JsonFields;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.util.Map;

/** A state as JSON values, for the way between a host and a child JVM. */
final class StateForm {
    private StateForm() {}

    static Map<String, Object> of(StateSnapshot state) {
        return Map.of(
                "stateVersion",
                state.stateVersion(),
                "pluginVersion",
                state.pluginVersion(),
                "generation",
                state.generation(),
                "values",
                state.values());
    }

    static StateSnapshot state(JsonFields form) throws IOException {
        return new StateSnapshot(
                Math.toIntExact(form.number("stateVersion")),
                form.text("pluginVersion"),
                form.number("generation"),
                form.object("values").fields());
    }
}
