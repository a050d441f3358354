package io.reseat.host.model;

import java.util.EnumSet;
import java.util.Map;
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
 *   RUNNING ──► COMPLETED                   a once task is done
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
    private static final Map<TaskState, Set<TaskState>> NEXT = Map.ofEntries(
            Map.entry(NEW, EnumSet.of(STARTING, REFUSED, PAUSED, COMPLETED)),
            Map.entry(STARTING, EnumSet.of(RUNNING, PAUSED, BACKOFF, REFUSED, COMPLETED, NEW)),
            Map.entry(RUNNING, EnumSet.of(PAUSED, RELOADING, BACKOFF, COMPLETED)),
            Map.entry(PAUSED, EnumSet.of(RUNNING, RELOADING, STARTING, BACKOFF, COMPLETED)),
            Map.entry(RELOADING, EnumSet.of(RUNNING, PAUSED, BACKOFF, COMPLETED)),
            Map.entry(BACKOFF, EnumSet.of(STARTING, RUNNING, PAUSED, RELOADING, COMPLETED)),
            Map.entry(STOPPING, EnumSet.of(STOPPED)),
            Map.entry(STOPPED, EnumSet.of(NEW)),
            Map.entry(DISABLED, EnumSet.of(NEW, STARTING, PAUSED)),
            Map.entry(COMPLETED, EnumSet.of(STARTING, RUNNING, RELOADING, PAUSED)),
            Map.entry(FAILED, EnumSet.of(STARTING, RUNNING, RELOADING, PAUSED)),
            Map.entry(REFUSED, EnumSet.of(STARTING, PAUSED)),
            Map.entry(FENCED, EnumSet.of(STARTING)));

    /** Whether a task in this state may go to another one. */
    public boolean leadsTo(TaskState next) {
        boolean ended = this == STOPPING || this == STOPPED;
        return NEXT.get(this).contains(next) || (!ended && this != next && FROM_ANY.contains(next));
    }

    /** Whether a generation exists and may run cycles. */
    public boolean live() {
        return this == RUNNING || this == PAUSED || this == RELOADING || this == BACKOFF;
    }
}
