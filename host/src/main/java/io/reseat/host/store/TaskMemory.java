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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What is kept of each task over restarts of the host: {@code data/state/<task>.json}. Safe from any thread; one task does
 * not wait for another, and a caller that is interrupted loses nothing.
 *
 * <p>What is remembered is read back at once, also while the disk is slow or full; it is on disk when {@link #flush}
 * returns, and what could not be written is tried again with the next.
 *
 * <p>
 * A damaged file is kept aside, reported, and taken as empty; one that cannot be read now throws
 * {@link UncheckedIOException}, for a task must not start without the state that it has.
 */
public final class TaskMemory {
    private final Path directory;
    private final Consumer<Problem> problems;
    private final Map<TaskName, Remembered> unwritten = new ConcurrentHashMap<>();
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

    /** Keeps a state, unless one of a later generation is there already; it is on disk when this returns. */
    public void saveState(TaskName task, StateSnapshot state) throws IOException {
        rememberState(task, state);
        flush(task);
    }

    /** The same, but on disk with the next {@link #flush} only. */
    public void rememberState(TaskName task, StateSnapshot state) {
        remember(task, memory -> memory.withState(state));
    }

    /** Whether an operator paused the task. */
    public boolean paused(TaskName task) {
        return remembered(task).paused();
    }

    /** Keeps whether the task is paused; on disk with the next {@link #flush}. */
    public void rememberPaused(TaskName task, boolean paused) {
        remember(task, memory -> memory.withPaused(paused));
    }

    /** The config digest that a {@code once} task has completed. */
    public Optional<Digest> completed(TaskName task) {
        return remembered(task).completed();
    }

    /** Keeps the config digest that a {@code once} task has completed; on disk with the next {@link #flush}. */
    public void rememberCompleted(TaskName task, Digest configDigest) {
        remember(task, memory -> memory.withCompleted(configDigest));
    }

    /** Brings what is remembered of a task to the disk. */
    public void flush(TaskName task) throws IOException {
        ReentrantLock lock = locks.computeIfAbsent(task, name -> new ReentrantLock());
        lock.lock();
        try {
            Remembered newest = unwritten.get(task);
            if (newest != null) {
                DurableFile.write(fileOf(task), newest.toJson());
                unwritten.remove(task, newest);
            }
        } finally {
            lock.unlock();
        }
    }

    private void remember(TaskName task, UnaryOperator<Remembered> change) {
        unwritten.compute(task, (name, known) -> {
            Remembered before = known == null ? load(name) : known;
            Remembered after = change.apply(before);
            return known == null && after.equals(before) ? null : after;
        });
    }

    private Remembered remembered(TaskName task) {
        Remembered newest = unwritten.get(task);
        return newest == null ? load(task) : newest;
    }

    private Remembered load(TaskName task) {
        Path file = fileOf(task);
        Optional<byte[]> content = read(file);
        try {
            return content.isEmpty() ? Remembered.NOTHING : Remembered.fromJson(content.get());
        } catch (IOException | RuntimeException e) {
            problems.accept(new Problem(
                    Place.of(file.toString()),
                    setAside(task, file, Objects.requireNonNullElseGet(e.getMessage(), e::toString))));
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
}
