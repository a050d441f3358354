package io.reseat.host.lifecycle;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.reseat.host.model.Schedule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The firings of a cron expression: five fields as Unix has them, or six with seconds first as Spring has them.
 * Immutable.
 *
 * <p>Where clocks go forward, a firing at a fixed hour that falls into the gap comes at its end, so that a daily task
 * runs every day; one of every hour is left out. Where they go back, a fixed time fires the first time that it comes.
 */
final class CronTimes {
    private final ExecutionTime times;
    private final ZoneId zone;
    private final boolean fixedHours;

    CronTimes(Schedule.Cron cron) {
        String[] fields = cron.expression().trim().split("\\s+");
        boolean seconds = fields.length > 5;
        CronDefinition definition =
                CronDefinitionBuilder.instanceDefinitionFor(seconds ? CronType.SPRING53 : CronType.UNIX);
        times = ExecutionTime.forCron(new CronParser(definition).parse(cron.expression()));
        zone = cron.zone();
        fixedHours = !fields[seconds ? 2 : 1].startsWith("*");
    }

    /** The first firing after a moment; empty if there is none ever. */
    Optional<Instant> after(Instant moment) {
        Optional<Instant> next = next(moment.atZone(zone));
        return fixedHours && next.isPresent() ? inGap(moment, next.get()).or(() -> next) : next;
    }

    /** The end of the first gap between two moments that swallowed a firing. */
    private Optional<Instant> inGap(Instant from, Instant to) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(from);
        while (change != null && change.getInstant().isBefore(to)) {
            if (change.isGap() && swallowsFiring(change)) {
                return Optional.of(change.getInstant());
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return Optional.empty();
    }

    /** Asks the clock that did not go forward. */
    private boolean swallowsFiring(ZoneOffsetTransition gap) {
        LocalDateTime before = gap.getDateTimeBefore().minusSeconds(1);
        return next(before.atZone(gap.getOffsetBefore()))
                .filter(firing -> firing.isBefore(gap.getDateTimeAfter().toInstant(gap.getOffsetBefore())))
                .isPresent();
    }

    private Optional<Instant> next(ZonedDateTime moment) {
        return times.nextExecution(moment).map(ZonedDateTime::toInstant);
    }
}
