package io.reseat.host.store;

import io.reseat.host.model.Digest;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is kept of each task over restarts of the host: {@code data/state/<task>.json}. Safe from any thread. What is
 * remembered is read back at once and is on disk when {@link #flush} returns. Reading a file that is there and cannot be
 * read now throws {@link UncheckedIOException}, for a task must not start without the state that it has.
 */
public final class TaskMemory implements Checkpoints {
    private final TaskDocuments<Remembered> memories;

    private TaskMemory(TaskDocuments<Remembered> memories) {
        this.memories = memories;
    }

    /**
     * Opens the memory of all tasks.
     *
     * @param directory {@code data/state}
     * @param problems told of each file that was damaged, on the thread that read it; must not block
     */
    public static TaskMemory open(Path directory, Consumer<Problem> problems) throws IOException {
        return new TaskMemory(TaskDocuments.open(directory, new Remembered.Format(), problems));
    }

    /** The newest state that was saved. */
    public Optional<StateSnapshot> state(TaskName task) {
        return memories.read(task).state();
    }

    /** The newest state that was saved, of those of at most this version. */
    public Optional<StateSnapshot> state(TaskName task, int readableVersion) {
        return memories.read(task).readable(readableVersion);
    }

    @Override
    public void saveState(TaskName task, StateSnapshot state) throws IOException {
        rememberState(task, state);
        flush(task);
    }

    /** {@inheritDoc} That comes with the next {@link #flush}. */
    @Override
    public void rememberState(TaskName task, StateSnapshot state) {
        memories.change(task, memory -> memory.withState(state));
    }

    /**
     * Forgets the states of all generations before one; what was there is kept in a file of its own, written with the
     * next {@link #flush}.
     *
     * @return that file; empty where there is no such state
     */
    public Optional<Path> setStateAside(TaskName task, long generation) {
        Remembered before = memories.read(task);
        if (before.equals(before.withoutStatesBefore(generation))) {
            return Optional.empty();
        }
        memories.change(task, memory -> memory.withoutStatesBefore(generation));
        return Optional.of(memories.keepAside(task, before, ".before-" + generation));
    }

    /** Whether an operator paused the task. */
    public boolean paused(TaskName task) {
        return memories.read(task).paused();
    }

    /** Keeps whether the task is paused; on disk with the next {@link #flush}. */
    public void rememberPaused(TaskName task, boolean paused) {
        memories.change(task, memory -> memory.withPaused(paused));
    }

    /** The config digest that a {@code once} task has completed. */
    public Optional<Digest> completed(TaskName task) {
        return memories.read(task).completed();
    }

    /** Keeps the config digest that a {@code once} task has completed; on disk with the next {@link #flush}. */
    public void rememberCompleted(TaskName task, Digest configDigest) {
        memories.change(task, memory -> memory.withCompleted(configDigest));
    }

    /** Brings what is remembered of a task to the disk. */
    public void flush(TaskName task) throws IOException {
        memories.flush(task);
    }
}
