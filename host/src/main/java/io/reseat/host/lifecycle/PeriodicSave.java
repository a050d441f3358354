package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the state of a task between its cycles, after the first good one and then now and again, so that a host that is
 * killed loses little of it. Used by the thread of the cycle alone, under a watchdog of its own.
 */
final class PeriodicSave {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicSave.class);

    /** Calls the plugin, and keeps what it answers. */
    interface Saving {
        void save() throws Exception;
    }

    /**
     * What is saved, and how.
     *
     * @param limits that are in force
     * @param saving calls the plugin
     * @param saved told after each save
     */
    record Saves(Supplier<TaskServices.Limits> limits, Saving saving, Runnable saved) {}

    private final String label;
    private final HostClock clock;
    private final Saves saves;
    private final WatchedRun run;
    private long due;
    private String lastFailure = "";

    @SuppressWarnings("try") // a task that is only run, never closed
    PeriodicSave(String label, HostClock clock, Saves saves, WatchedRun.Watchdog watchdog) {
        this.label = label;
        this.clock = clock;
        this.saves = saves;
        this.run = new WatchedRun("saveState", saves.saving()::save, label, clock, watchdog);
        this.due = clock.nanos();
    }

    /** A cycle ended well, and the next may come: saves, if the last time was long enough ago. */
    void afterGoodCycle() {
        if (clock.nanos() - due < 0) {
            return;
        }
        TaskServices.Limits now = saves.limits().get();
        @Nullable PluginFailure failure = run.call(Optional.of(now.step()));
        due = clock.nanos() + HostClock.nanosOf(now.stateInterval());
        if (failure == null) {
            lastFailure = "";
            saves.saved().run();
        } else {
            failed(failure, now.stateInterval());
        }
    }

    /** Whether it is over its time. */
    boolean isOverdue() {
        return run.isOverdue();
    }

    /** A task that cannot save is told of once; a reload would be refused for it. */
    private void failed(PluginFailure failure, Duration interval) {
        if (!failure.interruption() && !failure.detail().equals(lastFailure)) {
            lastFailure = failure.detail();
            LOG.warn(
                    "{}: its state could not be saved between cycles: {}; the one saved before stays, and it is tried"
                            + " again after {} ms\n{}",
                    label,
                    failure.detail(),
                    interval.toMillis(),
                    failure.stack());
        }
    }
}
