package io.reseat.host.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * The states of a task.
 *
 * <pre>
 *   NEW ──► STARTING ──► RUNNING ◄──► PAUSED
 *            ▲   │         │  ▲
 *            │   │         ▼  │
 *            │   │      RELOADING           a swap is under way
 *            │   ▼         │
 *          BACKOFF ◄───────┘                failed, will be tried again
 *
 *   any ──► STOPPING ──► STOPPED            the task's file is gone, or the host ends
 *   any ──► DISABLED                        enabled: false
 *   RUNNING ──► COMPLETED                   a once task is done, or was before
 *   any ──► FAILED                          gave up
 *   NEW, STARTING ──► REFUSED               never had a good generation
 *   any ──► FENCED                          another host has it (not built yet)
 * </pre>
 *
 * <p>DISABLED, COMPLETED, FAILED and REFUSED are left by a change of content, a restart or a resume.
 */
public enum TaskState {
    NEW,
    STARTING,
    RUNNING,
    PAUSED,
    RELOADING,
    BACKOFF,
    STOPPING,
    STOPPED,
    DISABLED,
    COMPLETED,
    FAILED,
    REFUSED,
    FENCED;

    private static final Set<TaskState> FROM_ANY = EnumSet.of(STOPPING, DISABLED, FAILED, FENCED);

    /** Whether a task in this state may go to another one. */
    public boolean leadsTo(TaskState next) {
        boolean ended = this == STOPPING || this == STOPPED;
        return planned().contains(next) || (!ended && this != next && FROM_ANY.contains(next));
    }

    private Set<TaskState> planned() {
        return switch (this) {
            case NEW -> EnumSet.of(STARTING, REFUSED, PAUSED, COMPLETED);
            case STARTING -> EnumSet.of(RUNNING, PAUSED, BACKOFF, REFUSED, COMPLETED, NEW);
            case RUNNING -> EnumSet.of(PAUSED, RELOADING, BACKOFF, COMPLETED);
            case PAUSED -> EnumSet.of(RUNNING, RELOADING, STARTING, BACKOFF, COMPLETED);
            case RELOADING -> EnumSet.of(RUNNING, PAUSED, BACKOFF, COMPLETED);
            case BACKOFF -> EnumSet.of(STARTING, RUNNING, PAUSED, RELOADING, COMPLETED);
            case STOPPING -> EnumSet.of(STOPPED);
            case STOPPED -> EnumSet.of(NEW);
            case DISABLED -> EnumSet.of(NEW, STARTING, PAUSED, COMPLETED);
            case COMPLETED -> EnumSet.of(STARTING, RUNNING, RELOADING, PAUSED);
            case FAILED -> EnumSet.of(STARTING, RUNNING, RELOADING, PAUSED, COMPLETED);
            case REFUSED -> EnumSet.of(STARTING, PAUSED, COMPLETED);
            case FENCED -> EnumSet.of(STARTING);
        };
    }

    /** Whether a generation exists and may run cycles. */
    public boolean live() {
        return this == RUNNING || this == PAUSED || this == RELOADING || this == BACKOFF;
    }
}
