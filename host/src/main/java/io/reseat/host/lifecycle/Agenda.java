package io.reseat.host.lifecycle;

import io.reseat.host.model.Missed;
import io.reseat.host.model.Schedule;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The firings of a schedule, and the wait for the next of them on the host's clock. Guarded by the lock of the
 * {@link CycleLoop} that owns it.
 */
final class Agenda {
    private final HostClock clock;
    private final LongConsumer due;
    private Firings firings;
    private @Nullable Future<?> timer;
    private Optional<Instant> shown = Optional.empty();
    private long number;

    /** @param due called on the clock's thread with the number of the wait, which {@link #isOver} judges */
    Agenda(HostClock clock, Firings firings, LongConsumer due) {
        this.clock = clock;
        this.firings = firings;
        this.due = due;
    }

    void change(Schedule schedule, Missed missed) {
        firings = firings.changed(schedule, missed, clock.now());
    }

    /** What is due, and what was dealt with. */
    Firings firings() {
        return firings;
    }

    void started(boolean bySchedule, Instant now) {
        firings.started(bySchedule, clock.nanos(), now);
    }

    void ended(boolean good) {
        firings.ended(good, clock.nanos());
    }

    /** How long until the next cycle, in nanoseconds, or {@link Firings#NEVER}. */
    long untilNext() {
        return firings.untilNext(clock.nanos(), clock.now());
    }

    /** Whether the firing that was waited for has come; a long wait is one of several pieces. */
    boolean isDue() {
        return firings.isDue(clock.now());
    }

    /** Waits so many nanoseconds, or for nothing at all with {@link Firings#NEVER}. */
    void await(long wait) {
        cancel();
        shown = firings.shown(clock.now(), wait);
        if (wait != Firings.NEVER) {
            long mine = number;
            timer = clock.afterNanos(wait, () -> due.accept(mine));
        }
    }

    void cancel() {
        number++;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        shown = Optional.empty();
    }

    /** Whether the wait of this number is the one that counts: a timer may come in the moment it is cancelled. */
    boolean isOver(long wait) {
        return number == wait;
    }

    /** When the next cycle is due, for people; empty if none is waited for. */
    Optional<Instant> shown() {
        return shown;
    }
}
