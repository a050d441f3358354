package io.reseat.host.store;

import java.util.Map;

/**
 * State that a generation saved, as JSON values. Immutable.
 *
 * @param stateVersion the version of its layout, from 1 on
 * @param pluginVersion of the plugin that saved it
 * @param generation that saved it, from 1 on
 * @param values integers as {@code Long}, fractions as {@code Double}; unmodifiable
 */
public record StateSnapshot(int stateVersion, String pluginVersion, long generation, Map<String, Object> values) {
    /** @throws IllegalArgumentException as {@link JsonValues#copyOf} says */
    public StateSnapshot {
        values = JsonValues.copyOf(values);
    }
}
