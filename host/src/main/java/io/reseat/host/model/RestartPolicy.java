package io.reseat.host.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What follows a failed cycle.
 *
 * @param firstBackoff the wait after the first failure in a row; positive
 * @param longestBackoff the wait that doubling stops at; not shorter than the first
 * @param rebuildAfter so many failures in a row rebuild the generation; at least 1
 * @param giveUp when the task is given up; empty for never
 */
public record RestartPolicy(Duration firstBackoff, Duration longestBackoff, int rebuildAfter, Optional<GiveUp> giveUp) {
    /** What holds where a file says nothing. */
    public static final RestartPolicy DEFAULT =
            new RestartPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1), 5, Optional.empty());

    /** The task ends as FAILED after so many failures within a time. */
    public record GiveUp(int failures, Duration within) {}
}
