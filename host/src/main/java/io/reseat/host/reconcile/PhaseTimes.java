package io.reseat.host.reconcile;

import io.reseat.host.model.ReloadReport.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long the phases of one reload took so far, each from the end of the one before. They are over one after the other, on
 * whatever thread ends them.
 */
final class PhaseTimes {
    private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);
    private long since = System.nanoTime();

    /** What came before, timed by others. */
    synchronized void add(Map<Phase, Duration> before) {
        times.putAll(before);
    }

    /** The next phase begins now. */
    synchronized void begin() {
        since = System.nanoTime();
    }

    /** A phase is over, and the next one begins. */
    synchronized void passed(Phase phase) {
        long now = System.nanoTime();
        times.put(phase, Duration.ofNanos(now - since));
        since = now;
    }

    /** Those that are over. */
    synchronized Map<Phase, Duration> soFar() {
        return Map.copyOf(times);
    }
}
