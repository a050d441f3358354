package io.reseat.host.lifecycle;

import io.reseat.api.Task;
import io.reseat.host.isolation.PluginFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Calls {@link Task#run} under a watchdog. Called on the thread of the cycle, one call after another; the watchdog comes
 * on the host's clock.
 */
final class WatchedRun {
    /** What the watchdog does about a cycle that is over its time; the cycle cannot end meanwhile. Must be quick. */
    interface Watchdog {
        /** Tells that it is interrupted now, so that this is heard before what follows from it. */
        void tell(Duration limit);

        void interrupt();
    }

    private final String what;
    private final Task task;
    private final String label;
    private final HostClock clock;
    private final Watchdog watchdog;
    private long number;
    private boolean overdue;

    /** @param what is called, for people: {@code the cycle} */
    WatchedRun(String what, Task task, String label, HostClock clock, Watchdog watchdog) {
        this.what = what;
        this.task = task;
        this.label = label;
        this.clock = clock;
        this.watchdog = watchdog;
    }

    /** One cycle; null if it ended well. */
    @Nullable
    PluginFailure call(Optional<Duration> limit) {
        long mine = begin();
        Optional<Future<?>> alarm = limit.map(time -> clock.after(time, () -> alarm(mine, time)));
        PluginFailure failure = null;
        try {
            task.run(); // from here and not from a method more: thousands of services wait in it
        } catch (Throwable e) { // whatever a plugin throws ends its cycle alone
            failure = PluginFailure.of(label, e);
        }
        boolean late = end();
        alarm.ifPresent(set -> set.cancel(false));
        boolean ownFailure = failure != null && !failure.interruption();
        return late && !ownFailure ? outlived(limit.orElseThrow()) : failure;
    }

    /** Whether the cycle that runs is over its time. */
    synchronized boolean isOverdue() {
        return overdue;
    }

    private PluginFailure outlived(Duration limit) {
        return PluginFailure.found(label, what + " outlived its timeout of " + limit.toMillis() + " ms");
    }

    private synchronized long begin() {
        return ++number;
    }

    /** From here on the watchdog of this cycle finds another number; true if it had come before. */
    private synchronized boolean end() {
        number++;
        boolean late = overdue;
        overdue = false;
        return late;
    }

    private synchronized void alarm(long mine, Duration limit) {
        if (number != mine) {
            return;
        }
        overdue = true;
        try {
            watchdog.tell(limit);
        } finally {
            watchdog.interrupt();
        }
    }
}
