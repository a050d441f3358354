package io.reseat.host.store;

import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Numbers generations 1, 2, 3… for each task, never the same twice, also not after a kill. Safe from any thread. Blocks of
 * numbers are reserved on disk ahead of use, so that taking one waits for no disk.
 */
public final class GenerationNumbers implements Closeable {
    private GenerationNumbers() {}

    /**
     * Opens the journal of reserved numbers.
     *
     * @param file {@code data/state/numbers}; need not exist
     * @param problems told if it was damaged
     */
    public static GenerationNumbers open(Path file, Consumer<Problem> problems) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reserves numbers for tasks that have none left, with one write for all of them. */
    public void reserve(Collection<TaskName> tasks) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * The next number of a task. Waits for the disk only for a task that was never reserved, or whose block was used up
     * faster than the next could be written.
     */
    public long next(TaskName task) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Gives numbers back that were not used, so that the next start goes on without a gap. */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
