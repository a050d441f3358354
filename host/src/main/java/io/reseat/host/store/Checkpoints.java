package io.reseat.host.store;

import io.reseat.host.model.TaskName;
import java.io.IOException;

/** Takes the states that generations save. Safe from any thread. */
public interface Checkpoints {
    /** Keeps a state, unless one of a later generation is there already; it is on disk when this returns. */
    void saveState(TaskName task, StateSnapshot state) throws IOException;

    /** The same, but it is not on disk yet. */
    void rememberState(TaskName task, StateSnapshot state);
}
