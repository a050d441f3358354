package io.reseat.host.model;

/**
 * What a look at the files leads to for one task, before it is done.
 *
 * @param task whose
 * @param kind what
 * @param reason why, one sentence for people
 */
public record PlannedAction(TaskName task, Kind kind, String reason) {
    /** In the order in which they are carried out. */
    public enum Kind {
        /** The task goes. */
        REMOVE,
        /** The task stays as it is and does not run: {@code enabled: false}. */
        DISABLE,
        /** A new generation takes the place of the running one. */
        RELOAD,
        /** A first generation is built. */
        START,
        /** Schedule, timeout or a policy is changed on the running generation. */
        APPLY,
        /** Cannot be taken now: something that it needs is missing or still being written. */
        WAIT,
        /** Is not taken until its content changes or somebody forces it. */
        HOLD,
        /** Its file is wrong. */
        REFUSE,
        /** Nothing to do. */
        KEEP
    }
}
