package io.reseat.host.store;

import io.reseat.host.model.Digest;
import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What is kept of each task over restarts of the host: {@code data/state/<task>.json}. Safe from any thread; each change
 * is on disk when its call returns, one task does not wait for another, and a caller that is interrupted loses nothing.
 * A damaged file is kept aside, reported, and taken as empty; one that cannot be read now throws
 * {@link UncheckedIOException}, for a task must not start without the state that it has.
 */
public final class TaskMemory {
    private final Path directory;
    private final Consumer<Problem> problems;
    private final Map<TaskName, ReentrantLock> locks = new ConcurrentHashMap<>();

    private TaskMemory(Path directory, Consumer<Problem> problems) {
        this.directory = directory;
        this.problems = problems;
    }

    /**
     * Opens the memory of all tasks.
     *
     * @param directory {@code data/state}
     * @param problems told of each file that was damaged, on the thread that read it; must not block
     */
    public static TaskMemory open(Path directory, Consumer<Problem> problems) throws IOException {
        Files.createDirectories(directory);
        return new TaskMemory(directory, problems);
    }

    /** The newest state that was saved. */
    public Optional<StateSnapshot> state(TaskName task) {
        return remembered(task).state();
    }

    /** Keeps a state, unless one of a later generation is there already. */
    public void saveState(TaskName task, StateSnapshot state) throws IOException {
        change(task, memory -> memory.withState(state));
    }

    /** Whether an operator paused the task. */
    public boolean paused(TaskName task) {
        return remembered(task).paused();
    }

    /** Keeps whether the task is paused. */
    public void savePaused(TaskName task, boolean paused) throws IOException {
        change(task, memory -> memory.withPaused(paused));
    }

    /** The config digest that a {@code once} task has completed. */
    public Optional<Digest> completed(TaskName task) {
        return remembered(task).completed();
    }

    /** Keeps the config digest that a {@code once} task has completed. */
    public void saveCompleted(TaskName task, Digest configDigest) throws IOException {
        change(task, memory -> memory.withCompleted(configDigest));
    }

    private Remembered remembered(TaskName task) {
        ReentrantLock lock = lockOf(task);
        lock.lock();
        try {
            return load(task);
        } finally {
            lock.unlock();
        }
    }

    private void change(TaskName task, UnaryOperator<Remembered> change) throws IOException {
        ReentrantLock lock = lockOf(task);
        lock.lock();
        try {
            Remembered before = load(task);
            Remembered after = change.apply(before);
            if (!after.equals(before)) {
                DurableFile.write(fileOf(task), after.toJson());
            }
        } finally {
            lock.unlock();
        }
    }

    private Remembered load(TaskName task) {
        Path file = fileOf(task);
        Optional<byte[]> content = read(file);
        try {
            return content.isEmpty() ? Remembered.NOTHING : Remembered.fromJson(content.get());
        } catch (IOException | RuntimeException e) {
            problems.accept(new Problem(Place.of(file.toString()), setAside(task, file, e.getMessage())));
            return Remembered.NOTHING;
        }
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return DurableFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String setAside(TaskName task, Path file, String why) {
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt-" + System.currentTimeMillis());
        String what =
                "the memory of task " + task + " cannot be read (" + why + "): the task starts without saved state";
        try {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            return what + "; the file was kept as " + aside.getFileName();
        } catch (IOException e) {
            return what + "; it could not be moved aside either: " + e;
        }
    }

    private Path fileOf(TaskName task) {
        return directory.resolve(task + ".json");
    }

    private ReentrantLock lockOf(TaskName task) {
        return locks.computeIfAbsent(task, name -> new ReentrantLock());
    }
}
