package io.reseat.host.model;

import java.time.Instant;

/** What the host tells those who listen: the source of JMX notifications. */
public sealed interface HostEvent {
    /** Whose. */
    TaskName task();

    /** When. */
    Instant at();

    /** A task came to another state. */
    record StateChanged(TaskName task, Instant at, TaskState from, TaskState to, String detail) implements HostEvent {}

    /** A reload began. */
    record ReloadStarted(TaskName task, Instant at, String reason, Requester requester) implements HostEvent {}

    /**
     * A reload came to a step that matters to others; for {@link Step#COMMITTED} and failures it is over.
     *
     * @param beside whether this is about a file that was refused while a reload is under way, which goes on
     */
    record ReloadStep(TaskName task, Instant at, Step step, ReloadReport report, boolean beside) implements HostEvent {
        /** A step of the reload that is under way, or was last. */
        public ReloadStep(TaskName task, Instant at, Step step, ReloadReport report) {
            this(task, at, step, report, false);
        }
    }

    /** The steps told. */
    enum Step {
        SWAPPED,
        COMMITTED,
        /** What was replaced is gone, and the reload is over. */
        LET_GO,
        REFUSED,
        ROLLED_BACK
    }

    /** A cycle outlived its timeout, or a generation did not end: what its thread does is in the stack. */
    record Stuck(TaskName task, Instant at, long generation, String message, String stack) implements HostEvent {}

    /** The task was given up after failures as its restart policy says. */
    record GaveUp(TaskName task, Instant at, String message) implements HostEvent {}
}
