package io.reseat.host.model;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How one task came through a look at its files, or an operation on it.
 *
 * @param task whose
 * @param outcome what became of it
 * @param fromGeneration the generation before, 0 if there was none
 * @param toGeneration the generation after; the same one where nothing was swapped
 * @param reason one sentence: what changed, or why it was refused or held, what was kept running, and the remedy
 * @param problems places in files, where the reason is there
 * @param requester who asked
 * @param at when it was decided
 * @param phases how long each phase took; those that did not happen are absent
 * @param revision how often the generation after took another config in place; 0 for as it was built
 * @param broughtBack the older generation whose content runs again; 0 if none does
 * @param probation how long the generation after is watched before it is trusted; zero where it is not watched
 */
public record ReloadReport(
        TaskName task,
        Outcome outcome,
        long fromGeneration,
        long toGeneration,
        String reason,
        List<Problem> problems,
        Requester requester,
        Instant at,
        Map<Phase, Duration> phases,
        int revision,
        long broughtBack,
        Duration probation) {
    public ReloadReport {
        problems = List.copyOf(problems);
        EnumMap<Phase, Duration> copy = new EnumMap<>(Phase.class);
        copy.putAll(phases);
        phases = java.util.Collections.unmodifiableMap(copy);
    }

    /** A report of a generation with a content of its own. */
    public ReloadReport(
            TaskName task,
            Outcome outcome,
            long fromGeneration,
            long toGeneration,
            String reason,
            List<Problem> problems,
            Requester requester,
            Instant at,
            Map<Phase, Duration> phases) {
        this(task, outcome, fromGeneration, toGeneration, reason, problems, requester, at, phases, 0, 0, Duration.ZERO);
    }

    /** What became of the task. */
    public enum Outcome {
        UNCHANGED,
        ADDED,
        RELOADED,
        /** Schedule, timeout or a policy was applied to the running generation. */
        APPLIED,
        REMOVED,
        DISABLED,
        /** Waits: for its plugin, or for files that are still being written. */
        WAITING,
        /** Failed before with this very content, or a mass removal; not tried again until told to. */
        HELD,
        /** The new one was refused before the swap; what ran goes on. */
        REFUSED,
        /** The new one failed in the swap or on probation, or cannot run at all; the last good one runs again. */
        ROLLED_BACK,
        /** An operator went back to an older generation. */
        RESTORED,
        PAUSED,
        RESUMED;

        /** Whether an operator who asked for this got it. */
        public boolean ok() {
            return this != HELD && this != REFUSED && this != ROLLED_BACK;
        }
    }

    /**
     * The steps that take time, in their order. Those after SWAP follow when the report was given already; one that was
     * not there is missing.
     */
    public enum Phase {
        /** From when the host first saw or heard of a change until it looked, less what staging took of that. */
        NOTICE,
        /** The plugin was copied into the store and checked, once for all tasks that use it. */
        STAGE,
        /** What is wanted was compared with what runs. */
        PLAN,
        /** The realm was opened, the config bound, the task created and checked; in place, the config was bound alone. */
        BUILD,
        /** The running cycle came to its end; not of a service that takes its config in place. */
        DRAIN,
        /** State was handed over, the old one closed, the new one started; in place, it took its config. */
        SWAP,
        /** The one before came to the end of its cycle beside the new one, which had taken its place. */
        OVERLAP,
        /** The new generation was watched. */
        PROBATION,
        /** What it is made of became the last known good one, on the disk. */
        COMMIT,
        /** The realm of what was replaced: its threads ended, it was cleaned, its loader closed. */
        LET_GO;

        /** Whether the task waits for it, or those who look on alone. */
        public boolean untilSwap() {
            return compareTo(SWAP) <= 0;
        }
    }

    /** The same, come through its probation, with how long more phases took. */
    public ReloadReport committed(Map<Phase, Duration> more) {
        return timed(more, Duration.ZERO);
    }

    /** The same with how long more phases took. */
    public ReloadReport timed(Map<Phase, Duration> more) {
        return timed(more, probation);
    }

    private ReloadReport timed(Map<Phase, Duration> more, Duration watched) {
        EnumMap<Phase, Duration> all = new EnumMap<>(Phase.class);
        all.putAll(phases);
        all.putAll(more);
        return new ReloadReport(
                task,
                outcome,
                fromGeneration,
                toGeneration,
                reason,
                problems,
                requester,
                at,
                all,
                revision,
                broughtBack,
                watched);
    }

    /** Whether both tell of one reload, which may have gone on since. */
    public boolean sameAs(ReloadReport other) {
        return task.equals(other.task) && at.equals(other.at) && outcome == other.outcome;
    }

    /** Whether an operator who asked for this got it. */
    public boolean ok() {
        return outcome.ok();
    }

    /** The generation after, as people see it: {@code 7}, {@code 7.1} or {@code 8 (from 5)}. */
    public String label() {
        return HistoryEntry.label(toGeneration, revision, broughtBack);
    }
}
