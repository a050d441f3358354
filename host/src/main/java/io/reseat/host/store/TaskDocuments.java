package io.reseat.host.store;

import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One small JSON file for each task, in one directory. Safe from any thread; one task seldom waits for another, and a
 * caller that is interrupted loses nothing.
 *
 * <p>What is changed is read back at once, also while the disk is slow or full; it is on disk when {@link #flush}
 * returns, and what could not be written is tried again with the next.
 *
 * <p>A damaged file is kept aside, reported, and taken as empty; one that cannot be read now throws
 * {@link UncheckedIOException}.
 *
 * @param <V> what one file holds; immutable
 */
final class TaskDocuments<V> {
    /** How one file's content is written and read. */
    interface Format<V> {
        /** What a task without a file has. */
        V nothing();

        /** A value as a file's content. */
        byte[] toJson(V value);

        /**
         * The value of a file's content.
         *
         * @throws IOException if it is damaged, or of a newer host
         */
        V fromJson(byte[] content) throws IOException;

        /** What a task loses whose file is damaged, to be told after "cannot be read (…): ". */
        String loss();
    }

    /** Two tasks seldom share a lock, and names that come and go leave none behind. */
    private static final int STRIPES = 256;

    private static final String ENDING = ".json";
    private static final String DAMAGED = ".corrupt-";

    private final Path directory;
    private final Format<V> format;
    private final Consumer<Problem> problems;
    private final Map<TaskName, V> unwritten = new ConcurrentHashMap<>();
    private final Recent<V> recent = new Recent<>();
    private final Map<TaskName, Map<Path, V>> aside = new ConcurrentHashMap<>();
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

    private TaskDocuments(Path directory, Format<V> format, Consumer<Problem> problems) {
        this.directory = directory;
        this.format = format;
        this.problems = problems;
    }

    /**
     * Opens the files of all tasks.
     *
     * @param problems told of each file that was damaged, on the thread that read it; must not block
     */
    static <V> TaskDocuments<V> open(Path directory, Format<V> format, Consumer<Problem> problems) throws IOException {
        Files.createDirectories(directory);
        return new TaskDocuments<>(directory, format, problems);
    }

    V read(TaskName task) {
        V newest = unwritten.get(task);
        return newest == null ? load(task) : newest;
    }

    /** The tasks that have a file, or will have one with the next {@link #flush}. */
    Set<TaskName> tasks() throws IOException {
        Set<TaskName> names = new TreeSet<>(unwritten.keySet());
        files().stream()
                .map(file -> file.getFileName().toString())
                .filter(file -> file.endsWith(ENDING))
                .forEach(file -> nameOf(file).ifPresent(names::add));
        return names;
    }

    /** The files that were damaged and set aside. */
    List<Path> damaged() throws IOException {
        return files().stream()
                .filter(file -> file.getFileName().toString().contains(ENDING + DAMAGED))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (UncheckedIOException e) {
            throw new IOException("cannot list " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Optional<TaskName> nameOf(String file) {
        try {
            return Optional.of(new TaskName(file.substring(0, file.length() - ENDING.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not of the host's making
        }
    }

    void change(TaskName task, UnaryOperator<V> change) {
        unwritten.compute(task, (name, known) -> {
            V before = known == null ? load(name) : known;
            V after = change.apply(before);
            return known == null && after.equals(before) ? null : after;
        });
    }

    /**
     * Keeps a value beside the task's file, written before that is with the next {@link #flush}.
     *
     * @param suffix of the new file's name; no two values of a task have the same
     */
    Path keepAside(TaskName task, V value, String suffix) {
        Path file = fileOf(task);
        Path beside = file.resolveSibling(file.getFileName() + suffix);
        aside.computeIfAbsent(task, name -> new ConcurrentHashMap<>()).put(beside, value);
        return beside;
    }

    private void flushAside(TaskName task) throws IOException {
        Map<Path, V> kept = aside.getOrDefault(task, Map.of());
        for (Map.Entry<Path, V> one : List.copyOf(kept.entrySet())) {
            DurableFile.write(one.getKey(), format.toJson(one.getValue()));
            kept.remove(one.getKey());
        }
    }

    /** Brings what was changed of a task to the disk. */
    void flush(TaskName task) throws IOException {
        ReentrantLock lock = locks.get(Math.floorMod(task.hashCode(), STRIPES));
        lock.lock();
        try {
            flushAside(task);
            V newest = unwritten.get(task);
            if (newest != null) {
                DurableFile.write(fileOf(task), format.toJson(newest));
                recent.put(task, newest);
                unwritten.remove(task, newest);
            }
        } finally {
            lock.unlock();
        }
    }

    private V load(TaskName task) {
        V written = recent.get(task);
        return written == null ? readFile(task) : written;
    }

    private V readFile(TaskName task) {
        Path file = fileOf(task);
        Optional<byte[]> content = contentOf(file);
        try {
            return content.isEmpty() ? format.nothing() : format.fromJson(content.get());
        } catch (IOException | RuntimeException e) {
            problems.accept(new Problem(
                    Place.of(file.toString()),
                    setAside(task, file, Objects.requireNonNullElseGet(e.getMessage(), e::toString))));
            return format.nothing();
        }
    }

    private static Optional<byte[]> contentOf(Path file) {
        try {
            return DurableFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private String setAside(TaskName task, Path file, String why) {
        Path aside = file.resolveSibling(file.getFileName() + DAMAGED + System.currentTimeMillis());
        String what = "of task " + task + " cannot be read (" + why + "): " + format.loss();
        try {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            return what + "; the file was kept as " + aside.getFileName();
        } catch (IOException e) {
            return what + "; it could not be moved aside either: " + e;
        }
    }

    private Path fileOf(TaskName task) {
        return directory.resolve(task + ENDING);
    }
}
