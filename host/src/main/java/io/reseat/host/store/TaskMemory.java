package io.reseat.host.store;

import io.reseat.host.model.Digest;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is kept of each task over restarts of the host: {@code data/state/<task>.json}. Safe from any thread; each change
 * is on disk when its call returns, one task does not wait for another, and a caller that is interrupted loses nothing.
 * An unreadable file is kept aside, reported, and taken as empty.
 */
public final class TaskMemory {
    private TaskMemory() {}

    /**
     * Opens the memory of all tasks.
     *
     * @param directory {@code data/state}
     * @param problems told of each file that was unreadable, on the thread that read it
     */
    public static TaskMemory open(Path directory, Consumer<Problem> problems) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The newest state that was saved. */
    public Optional<StateSnapshot> state(TaskName task) {
        throw new UnsupportedOperationException();
    }

    /** Keeps a state, unless a later generation's is there already. */
    public void saveState(TaskName task, StateSnapshot state) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Whether an operator paused the task. */
    public boolean paused(TaskName task) {
        throw new UnsupportedOperationException();
    }

    /** Keeps whether the task is paused. */
    public void savePaused(TaskName task, boolean paused) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The config digest that a {@code once} task has completed. */
    public Optional<Digest> completed(TaskName task) {
        throw new UnsupportedOperationException();
    }

    /** Keeps the config digest that a {@code once} task has completed. */
    public void saveCompleted(TaskName task, Digest configDigest) throws IOException {
        throw new UnsupportedOperationException();
    }
}
