package io.reseat.samples.heartbeat;

import java.time.Duration;

/**
 * The {@code config:} of a heartbeat. A value that is refused here never reaches a task: what ran goes on.
 *
 * @param message what each beat says; not blank
 * @param pause how long a cycle rests after its beat; not negative; none if absent
 */
public record HeartbeatConfig(String message, Duration pause) {
    /** Refuses what makes no sense, and fills in what was left out: a key that is absent arrives as null. */
    public HeartbeatConfig {
        if (message == null || message.isBlank()) {
            throw new IllegalArgumentException("message is missing: say what each beat should print");
        }
        if (pause == null) {
            pause = Duration.ZERO;
        }
        if (pause.isNegative()) {
            throw new IllegalArgumentException("pause must not be negative, but is " + pause);
        }
    }
}
