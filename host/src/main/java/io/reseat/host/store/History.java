package io.reseat.host.store;

import io.reseat.host.model.Digest;
import io.reseat.host.model.HeldContent;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The past of each task: {@code data/history/<task>.json}, rewritten whole, so that it is old or new after a loss of
 * power. Safe from any thread. What is recorded is read back at once and is on disk when {@link #flush} returns.
 */
public final class History {
    private static final Pattern DIGEST = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

    private final TaskDocuments<Past> pasts;

    private History(TaskDocuments<Past> pasts) {
        this.pasts = pasts;
    }

    /**
     * Opens the past of all tasks.
     *
     * @param directory {@code data/history}
     * @param problems told of each file that was damaged, on the thread that read it; must not block
     */
    public static History open(Path directory, Consumer<Problem> problems) throws IOException {
        return new History(TaskDocuments.open(directory, new PastFormat(), problems));
    }

    /**
     * What is kept of one task.
     *
     * @throws UncheckedIOException if the file cannot be read now
     */
    public Past of(TaskName task) {
        return pasts.read(task);
    }

    /**
     * The tasks that have a past, whether they are there now or not.
     *
     * @throws IOException if that cannot be told now
     */
    public Set<TaskName> tasks() throws IOException {
        return pasts.tasks();
    }

    /**
     * Digests in the files that were damaged and set aside: somebody may mend one and put it back. Whatever looks like a
     * digest counts, because nothing else of such a file can be relied on.
     *
     * @throws IOException if they cannot be listed or read now
     */
    public Set<Digest> namedInDamaged() throws IOException {
        Set<Digest> named = new HashSet<>();
        for (Path file : pasts.damaged()) {
            DIGEST.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .results()
                    .forEach(found -> named.add(new Digest(found.group())));
        }
        return named;
    }

    /** One entry more, with the text of the file that it names, where it names one. */
    public void record(TaskName task, HistoryEntry entry, Optional<TaskText> text) {
        pasts.change(task, past -> past.with(entry, text));
    }

    /**
     * A generation came through its probation.
     *
     * @param more how long phases took that followed its swap
     */
    public void prove(TaskName task, long generation, Map<Phase, Duration> more) {
        pasts.change(task, past -> past.proven(generation, more));
    }

    /**
     * How long phases of a reload took that were over after it was recorded.
     *
     * @param generation that it led to
     * @param at when it was decided
     */
    public void time(TaskName task, long generation, Instant at, Map<Phase, Duration> more) {
        pasts.change(task, past -> past.timed(generation, at, more));
    }

    /** A content is not tried again. */
    public void hold(TaskName task, HeldContent content) {
        pasts.change(task, past -> past.holding(content));
    }

    /** A content may be tried again. */
    public void release(TaskName task, HeldContent content) {
        pasts.change(task, past -> past.releasing(content));
    }

    /** Brings what was recorded of a task to the disk. */
    public void flush(TaskName task) throws IOException {
        pasts.flush(task);
    }
}
