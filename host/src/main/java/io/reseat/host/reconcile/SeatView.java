package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.CycleCounters;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.HeldContent;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.ShownConfig;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.model.TaskStatus.Cycles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What others see of a seat. Fields are written by the owner thread alone and leave as one immutable value in
 * {@link #read}; the counters and the next firing are read live.
 */
final class SeatView {
    private final TaskName name;
    private final CycleCounters counters;
    private final Journal journal;
    private final TaskLog log;

    private TaskState state = TaskState.NEW;
    private Instant since = Instant.now();
    private @Nullable TaskSpec spec;
    private @Nullable Artifact artifact;
    private String detail = "";
    private List<Problem> problems = List.of();
    private TaskStatus.@Nullable Failure lastError;
    private @Nullable ReloadReport lastReload;
    private @Nullable Generation generation;
    private int revision;
    private long broughtBack;
    private List<HeldContent> held = List.of();
    private String probation = "";
    private String moved = "";

    SeatView(TaskName name, CycleCounters counters, Journal journal, TaskLog log) {
        this.name = name;
        this.counters = counters;
        this.journal = journal;
        this.log = log;
    }

    TaskName name() {
        return name;
    }

    synchronized TaskState state() {
        return state;
    }

    /** Goes to another state; to the same one only changes the detail. */
    void enter(TaskState next, String why) {
        TaskState before;
        Instant now = Instant.now();
        synchronized (this) {
            before = state;
            if (before != next && !before.leadsTo(next)) {
                throw new IllegalStateException(name + " cannot go from " + before + " to " + next);
            }
            detail = why;
            if (before == next) {
                return;
            }
            state = next;
            since = now;
        }
        log.debug(before + " → " + next + " " + why);
        journal.tell(new HostEvent.StateChanged(name, now, before, next, why));
    }

    /** Says what people should know, and what is wrong with the file; true if that is new. */
    synchronized boolean note(String why, List<Problem> wrong) {
        boolean isNew = !detail.equals(why) || !problems.equals(wrong);
        detail = why;
        problems = List.copyOf(wrong);
        return isNew;
    }

    /** Takes back what was said of files that were refused; true if something was. What explains the state stays. */
    synchronized boolean unmark(String why, ReloadReport now) {
        ReloadReport last = lastReload;
        boolean refused = last != null && !last.ok();
        if (!refused && problems.isEmpty()) {
            return false;
        }
        if (last != null && detail.equals(last.reason())) {
            detail = why;
        }
        problems = List.of();
        lastReload = now;
        return true;
    }

    /** What runs now, or would if it were not stopped; secrets are masked as the plugin says. */
    synchronized void content(TaskSpec runs, Artifact from, Set<String> secretKeys) {
        spec = secretKeys.isEmpty() ? runs : runs.withShownConfig(ShownConfig.of(runs.config(), secretKeys));
        artifact = from;
    }

    /** What is tried while nothing runs yet. The plugin has not said which keys are secret: no value is shown. */
    synchronized void tried(TaskSpec wanted) {
        if (artifact == null) {
            spec = wanted.withShownConfig("");
        }
    }

    synchronized void generation(@Nullable Generation live) {
        generation = live;
    }

    /** How often the live generation took another config in place. */
    synchronized void revision(int number) {
        revision = number;
    }

    /** Which older generation's content the live one runs again; 0 for none. */
    synchronized void broughtBack(long older) {
        broughtBack = older;
    }

    /** What is not tried again. */
    synchronized void held(List<HeldContent> contents) {
        held = contents;
    }

    /** What people should know of its probation; empty when that is over. */
    synchronized void probation(String text) {
        probation = text;
    }

    /** Why the live generation is in a child JVM, which its file does not say; empty where it is not. True if new. */
    synchronized boolean moved(String why) {
        boolean isNew = !moved.equals(why);
        moved = why;
        return isNew;
    }

    synchronized void failed(long number, String message, String stack) {
        lastError = new TaskStatus.Failure(Instant.now(), number, message, stack);
    }

    synchronized void reloaded(ReloadReport report) {
        lastReload = report;
    }

    /** The same report, if it still is the newest, now that its generation has proved itself. */
    synchronized void committed(ReloadReport report) {
        ReloadReport last = lastReload;
        if (last != null && last.sameAs(report)) {
            lastReload = report;
        }
    }

    /** The task now. */
    TaskStatus read() {
        Cycles cycles = counters.read();
        Generation live;
        synchronized (this) {
            live = generation;
        }
        Optional<Instant> nextRun = live == null ? Optional.empty() : live.nextRun();
        synchronized (this) {
            return new TaskStatus(
                    name,
                    state,
                    since,
                    generation == null ? 0 : generation.number(),
                    shownSpec(),
                    Optional.ofNullable(artifact),
                    shownDetail(),
                    problems,
                    generation == null ? List.of() : generation.realm().warnings(),
                    Optional.ofNullable(lastError),
                    cycles,
                    nextRun,
                    Optional.ofNullable(lastReload),
                    generation == null ? Optional.empty() : generation.realm().jvm(),
                    new TaskStatus.Standing(revision, broughtBack, probation, held));
        }
    }

    private boolean isMoved() {
        return generation != null && !moved.isEmpty();
    }

    private Optional<TaskSpec> shownSpec() {
        return Optional.ofNullable(spec).map(one -> isMoved() ? one.withRunner(RunnerKind.PROCESS) : one);
    }

    private String shownDetail() {
        if (!isMoved()) {
            return detail;
        }
        return detail.isEmpty() ? moved : detail + "; " + moved;
    }
}
