package io.reseat.api;

import java.util.Map;

/**
 * A task whose state is handed from one generation to the next, and kept over a restart of the host. State always
 * crosses as JSON, also on the same thread: no class of a plugin does.
 */
public interface Stateful {
    /** The version of the layout that {@link #saveState} writes, from 1 on. */
    default int stateVersion() {
        return 1;
    }

    /**
     * The state as JSON values: {@code String}, {@code Boolean}, {@code Long}, {@code Double}, {@code null},
     * {@code List} and {@code Map} with string keys. Never called while {@link Task#run} runs. Besides at the end of a
     * generation, it is asked for between two cycles, on the thread of the cycle, not more often than the host's
     * {@code limits.state-interval} says: make it cheap.
     *
     * @throws Exception to refuse: the reload is refused and this generation goes on; between cycles the state saved
     *     before is kept
     */
    Map<String, Object> saveState() throws Exception;

    /**
     * Takes the state of the predecessor; called before {@link Task#start}, and only where there is a state.
     *
     * @param state what the predecessor saved, its last checkpoint, or what was kept over a restart
     * @throws Exception to veto the reload: the predecessor goes on
     */
    void restoreState(SavedState state) throws Exception;
}
