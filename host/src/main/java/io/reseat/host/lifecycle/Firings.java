package io.reseat.host.lifecycle;

import io.reseat.host.model.Missed;
import io.reseat.host.model.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the next cycle of a generation is due. Confined to the {@link CycleLoop} that owns it. Times are of the clock that
 * only rises, but for cron, whose firings are times of day.
 *
 * <p>Asking changes nothing that counts: only a cycle that starts because it was due moves the schedule on, so that a halt
 * that is taken back, a backoff or a cycle beside the schedule leaves the rate as it was.
 */
final class Firings {
    /** No further cycle is due by itself. */
    static final long NEVER = Long.MAX_VALUE;

    /** A cron firing is waited for in pieces of this length, so that a set clock or a suspended machine is noticed. */
    private static final Duration LONGEST_CRON_WAIT = Duration.ofMinutes(10);

    /** A cron firing this late is not a missed one: timers are not exact. */
    private static final Duration PUNCTUAL = Duration.ofSeconds(1);

    /** A clock that was set back by less repeats no firing; one set back by more had been wrong, and counts anew. */
    private static final Duration CORRECTION = Duration.ofHours(3);

    private final Schedule schedule;
    private final Missed missed;
    private final Optional<CronTimes> cron;
    private Instant coveredUntil;
    private boolean fresh = true;
    private boolean done;
    private long due;
    private long planned;
    private long ended;

    /**
     * @param coveredUntil firings up to this moment belong to a predecessor and are not missed
     */
    Firings(Schedule schedule, Missed missed, Instant coveredUntil) {
        this.schedule = schedule;
        this.missed = missed;
        this.coveredUntil = coveredUntil;
        this.cron = schedule instanceof Schedule.Cron c ? Optional.of(new CronTimes(c)) : Optional.empty();
    }

    /** The same history under another schedule, which missed nothing before it was there. */
    Firings changed(Schedule newSchedule, Missed newMissed, Instant now) {
        Instant covered = newSchedule.equals(schedule) ? coveredUntil : now;
        Firings changed = new Firings(newSchedule, newMissed, covered);
        changed.fresh = fresh;
        changed.due = due;
        changed.ended = ended;
        return changed;
    }

    Schedule schedule() {
        return schedule;
    }

    Instant coveredUntil() {
        return coveredUntil;
    }

    /** A predecessor dealt with the firings up to this moment, also while this one was built. */
    void covered(Instant until) {
        coveredUntil = until;
    }

    /** A cycle starts now: firings up to now are covered by it. */
    void started(boolean bySchedule, long nanos, Instant now) {
        coveredUntil = now;
        if (bySchedule && schedule instanceof Schedule.Every every) {
            due = dueOf(HostClock.nanosOf(every.period()), nanos);
        } else if (bySchedule) {
            due = nanos;
        }
        fresh &= !bySchedule;
    }

    /** A cycle has ended now. */
    void ended(boolean good, long nanos) {
        ended = nanos;
        done |= good && schedule instanceof Schedule.Once;
    }

    /** Whether a once task has had its cycle. */
    boolean done() {
        return done;
    }

    /**
     * How long until the next cycle, in nanoseconds, or {@link #NEVER}. The first one comes at once, except with cron: a
     * swap is followed by a cycle.
     */
    long untilNext(long nanos, Instant now) {
        if (cron.isPresent()) {
            return untilCron(now);
        } else if (done) {
            return NEVER;
        } else if (fresh) {
            planned = nanos;
            return 0;
        } else if (schedule instanceof Schedule.Every every) {
            return untilEvery(HostClock.nanosOf(every.period()), nanos);
        }
        return schedule instanceof Schedule.Delay delay
                ? Math.max(0, ended + HostClock.nanosOf(delay.pause()) - nanos)
                : 0;
    }

    /** Whether a cycle may start, or a piece of a long wait is over and more of it is left. */
    boolean isDue(Instant now) {
        return cron.isEmpty()
                || cronFiring(now).map(firing -> !firing.isAfter(now)).orElse(false);
    }

    /** When the next cycle is due as a time of day, for people. */
    Optional<Instant> shown(Instant now, long wait) {
        return cron.isPresent() ? cronFiring(now) : wait == NEVER ? Optional.empty() : Optional.of(now.plusNanos(wait));
    }

    private long untilEvery(long period, long nanos) {
        long late = nanos - (due + period);
        if (late <= 0) {
            planned = due + period;
        } else {
            planned = missed == Missed.ONCE ? nanos : due + (late / period + 2) * period;
        }
        return planned - nanos;
    }

    /** The firing that a cycle belongs to: one that waited for a backoff covers those that came meanwhile. */
    private long dueOf(long period, long nanos) {
        long late = nanos - planned;
        if (late < period) {
            return planned; // timers are a little late, and the rate must not drift with them
        }
        return missed == Missed.ONCE ? nanos : planned + late / period * period;
    }

    private long untilCron(Instant now) {
        Optional<Instant> firing = cronFiring(now);
        if (firing.isEmpty()) {
            return NEVER;
        }
        Duration wait = Duration.between(now, firing.get());
        Duration piece = wait.compareTo(LONGEST_CRON_WAIT) > 0 ? LONGEST_CRON_WAIT : wait;
        return Math.max(0, piece.toNanos());
    }

    private Optional<Instant> cronFiring(Instant now) {
        Instant from = coveredUntil.isAfter(now.plus(CORRECTION)) ? now : coveredUntil;
        Instant punctual = now.minus(PUNCTUAL);
        return cron.orElseThrow().after(missed == Missed.SKIP && from.isBefore(punctual) ? punctual : from);
    }
}
