package io.reseat.host.lifecycle;

/** How a cycle that was asked for beside the schedule comes about. */
public enum RunNow {
    /** It was started. */
    STARTED,
    /** A cycle runs, and one more follows it at once; asking again adds no other. */
    QUEUED,
    /** A cycle runs, and none follows because the task is being halted, or is paused and runs one beside the schedule. */
    RUNNING
}
