package io.reseat.host.lifecycle;

import io.reseat.host.store.TaskMemory;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the host gives to every generation.
 *
 * @param clock the host's timer
 * @param memory saved states
 * @param home relative paths of a config start here
 * @param limits deadlines
 */
public record TaskServices(HostClock clock, TaskMemory memory, Path home, Limits limits) {
    /**
     * Deadlines of calls into a plugin; past one the thread is interrupted.
     *
     * @param build of {@code create} and {@code check} together
     * @param step of {@code start}, {@code saveState}, {@code restoreState} and {@code close}, each
     * @param interrupted how long an interrupted cycle may take to end before its generation is left alone
     */
    public record Limits(Duration build, Duration step, Duration interrupted) {
        /** What holds where {@code conf/reseat.yaml} says nothing. */
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(3));
    }
}
