package io.reseat.host.lifecycle;

import io.reseat.host.store.Checkpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the host gives to every generation.
 *
 * @param clock the host's timer
 * @param memory takes saved states
 * @param home relative paths of a config start here
 * @param epoch of fence tokens: rises with each start of the host
 * @param inForce the deadlines of the moment; asked each time that one is needed
 * @param processes told of processes that tasks start
 */
public record TaskServices(
        HostClock clock, Checkpoints memory, Path home, long epoch, Supplier<Limits> inForce, ProcessWatch processes) {
    /** With deadlines that never change, in the first epoch. */
    public TaskServices(HostClock clock, Checkpoints memory, Path home, Limits limits) {
        this(clock, memory, home, 1, () -> limits, ProcessWatch.NONE);
    }

    /** Deadlines. */
    public Limits limits() {
        return inForce.get();
    }

    /**
     * Deadlines of calls into a plugin, past which the thread is interrupted, and what state may cost.
     *
     * @param build of {@code create} and {@code check} together
     * @param step of {@code start}, {@code saveState}, {@code restoreState} and {@code close}, each
     * @param interrupted how long an interrupted cycle may take to end before its generation is left alone
     * @param state the most bytes of a state as JSON
     * @param stateInterval how often at most state is saved between cycles
     */
    public record Limits(Duration build, Duration step, Duration interrupted, long state, Duration stateInterval) {
        /** What holds where {@code conf/reseat.yaml} says nothing. */
        public static final Limits DEFAULT = new Limits(
                Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(3), 1 << 20, Duration.ofSeconds(30));
    }
}
