package io.reseat.api;

import java.util.Map;

/** The state that a generation left behind, with who left it. Immutable. */
public interface SavedState {
    /** What {@link Stateful#stateVersion} said when this state was saved; 1 for a checkpoint of a task that is not {@link Stateful}. */
    int stateVersion();

    /** The version of the plugin that saved it. */
    String pluginVersion();

    /** The number of the generation that saved it, from 1 on. */
    long generation();

    /** The values, as read from JSON: integers as {@code Long}, fractions as {@code Double}. Unmodifiable. */
    Map<String, Object> values();
}
