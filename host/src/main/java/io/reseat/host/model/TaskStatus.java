package io.reseat.host.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One task as it stood at one moment.
 *
 * @param name the task
 * @param state its state
 * @param since when it came to that state
 * @param generation the number of the live generation, 0 if there is none
 * @param spec what runs; before a first good generation, what was last tried; empty where the file was never readable
 * @param artifact the plugin that runs; empty if there is none
 * @param detail one sentence for people: why it waits, was refused, is held, runs on an older config; or empty
 * @param problems what is wrong with its file now
 * @param warnings what the plugin that runs does at its own risk
 * @param lastError the newest failure of a cycle or a build
 * @param cycles counts and times, kept over reloads
 * @param nextRun when the next cycle is due; empty if none is
 * @param lastReload the newest report
 * @param child the JVM that it runs in; empty where that is the host's
 * @param standing of the live generation, and what is not tried again
 */
public record TaskStatus(
        TaskName name,
        TaskState state,
        Instant since,
        long generation,
        Optional<TaskSpec> spec,
        Optional<Artifact> artifact,
        String detail,
        List<Problem> problems,
        List<String> warnings,
        Optional<Failure> lastError,
        Cycles cycles,
        Optional<Instant> nextRun,
        Optional<ReloadReport> lastReload,
        Optional<ChildJvm> child,
        Standing standing) {
    public TaskStatus {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** How often the live generation took another config in place. */
    public int revision() {
        return standing.revision();
    }

    /** Until when and beside what the live generation is watched; empty if it has proved itself. */
    public String probation() {
        return standing.probation();
    }

    /** The live generation as people see it: {@code 7}, {@code 7.1} or {@code 8 (from 5)}; {@code 0} if there is none. */
    public String label() {
        return generation == 0 ? "0" : HistoryEntry.label(generation, standing.revision(), standing.broughtBack());
    }

    /**
     * How far the live generation is to be trusted, and which contents are not.
     *
     * @param revision how often it took another config in place
     * @param broughtBack the older generation whose content it runs again; 0 for a content of its own
     * @param probation until when and beside what it is watched; empty if it has proved itself
     * @param held contents that are not tried again until they change or somebody forces it, newest first
     */
    public record Standing(int revision, long broughtBack, String probation, List<HeldContent> held) {
        /** Of a generation that nothing is to be said of. */
        public static final Standing PLAIN = new Standing(0, 0, "", List.of());

        public Standing {
            held = List.copyOf(held);
        }
    }

    /** A failure as text: no exception of a plugin is kept. */
    public record Failure(Instant at, long generation, String message, String stack) {}

    /**
     * Counters of a task since the host started.
     *
     * @param ended cycles that ended well
     * @param failed cycles that threw
     * @param failedInARow since the last good one
     * @param running whether one runs now
     * @param lastStart when the newest one began; empty before the first
     * @param lastDuration how long the newest ended one took
     * @param longest the longest so far
     * @param mean of all ended ones
     * @param cpu processor time of all cycles that the platform measured; empty where it does not measure the newest, as
     *     on a virtual thread
     * @param allocatedBytes heap bytes that those cycles allocated; empty as before
     */
    public record Cycles(
            long ended,
            long failed,
            int failedInARow,
            boolean running,
            Optional<Instant> lastStart,
            Duration lastDuration,
            Duration longest,
            Duration mean,
            Optional<Duration> cpu,
            OptionalLong allocatedBytes) {
        /** Before the first cycle. */
        public static final Cycles NONE = new Cycles(
                0,
                0,
                0,
                false,
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Optional.of(Duration.ZERO),
                OptionalLong.of(0));
    }
}
