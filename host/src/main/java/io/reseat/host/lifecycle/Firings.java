package io.reseat.host.lifecycle;

import io.reseat.host.model.Missed;
import io.reseat.host.model.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the next cycle of a generation is due. Confined to the {@link CycleLoop} that owns it. Times are of the clock that
 * only rises, but for cron, whose firings are times of day.
 */
final class Firings {
    /** No further cycle is due by itself. */
    static final long NEVER = Long.MAX_VALUE;

    /** A cron firing is waited for in pieces of this length, so that a set clock or a suspended machine is noticed. */
    private static final long LONGEST_CRON_WAIT = Duration.ofMinutes(10).toNanos();

    /** A cron firing this late is not a missed one: timers are not exact. */
    private static final Duration PUNCTUAL = Duration.ofSeconds(1);

    private final Schedule schedule;
    private final Missed missed;
    private final Optional<CronTimes> cron;
    private long due;
    private Instant coveredUntil;

    /**
     * @param coveredUntil firings up to this moment belong to a predecessor and are not missed
     */
    Firings(Schedule schedule, Missed missed, Instant coveredUntil) {
        this.schedule = schedule;
        this.missed = missed;
        this.coveredUntil = coveredUntil;
        this.cron = schedule instanceof Schedule.Cron c ? Optional.of(new CronTimes(c)) : Optional.empty();
    }

    Schedule schedule() {
        return schedule;
    }

    Instant coveredUntil() {
        return coveredUntil;
    }

    /** How long until the first cycle, in nanoseconds: a swap is followed by a cycle at once, except with cron. */
    long untilFirst(long nanos, Instant now) {
        due = nanos;
        return cron.isPresent() ? untilCron(now) : 0;
    }

    /** A cycle starts now: firings up to now are covered by it. */
    void started(Instant now) {
        coveredUntil = now;
    }

    /** How long until the next cycle after one has ended, in nanoseconds, or {@link #NEVER}. */
    long untilNext(long nanos, Instant now) {
        if (schedule instanceof Schedule.Every every) {
            return untilEvery(every.period().toNanos(), nanos);
        } else if (schedule instanceof Schedule.Delay delay) {
            return delay.pause().toNanos();
        } else if (schedule instanceof Schedule.Cron) {
            return untilCron(now);
        }
        return schedule instanceof Schedule.Continuous ? 0 : NEVER;
    }

    /** Whether a cycle may start, or a piece of a long wait is over and more of it is left. */
    boolean isDue(Instant now) {
        return cron.isEmpty()
                || cronFiring(now).map(firing -> !firing.isAfter(now)).orElse(false);
    }

    private long untilEvery(long period, long nanos) {
        long next = due + period;
        if (next < nanos) {
            next = missed == Missed.ONCE ? nanos : next + ((nanos - next) / period + 1) * period;
        }
        due = next;
        return next - nanos;
    }

    private long untilCron(Instant now) {
        Optional<Instant> firing = cronFiring(now);
        if (firing.isEmpty()) {
            return NEVER;
        }
        long wait = Duration.between(now, firing.get()).compareTo(Duration.ofNanos(LONGEST_CRON_WAIT)) > 0
                ? LONGEST_CRON_WAIT
                : Duration.between(now, firing.get()).toNanos();
        return Math.max(0, wait);
    }

    private Optional<Instant> cronFiring(Instant now) {
        Optional<Instant> firing = cron.orElseThrow().after(coveredUntil);
        boolean late = firing.isPresent() && firing.get().isBefore(now.minus(PUNCTUAL));
        return late && missed == Missed.SKIP ? cron.orElseThrow().after(now) : firing;
    }

    /** When the next cycle is due as a time of day, for people. */
    Optional<Instant> shown(Instant now, long wait) {
        return cron.isPresent() ? cronFiring(now) : wait == NEVER ? Optional.empty() : Optional.of(now.plusNanos(wait));
    }
}
