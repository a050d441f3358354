package io.reseat.host.lifecycle;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.reseat.host.model.Schedule;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/** The firings of a cron expression: five fields as Unix has them, or six with seconds first as Spring has them. */
final class CronTimes {
    private final ExecutionTime times;
    private final Schedule.Cron cron;

    CronTimes(Schedule.Cron cron) {
        this.cron = cron;
        boolean seconds = cron.expression().trim().split("\\s+").length > 5;
        CronDefinition definition =
                CronDefinitionBuilder.instanceDefinitionFor(seconds ? CronType.SPRING53 : CronType.UNIX);
        times = ExecutionTime.forCron(new CronParser(definition).parse(cron.expression()));
    }

    /** The first firing after a moment; empty if there is none ever. */
    Optional<Instant> after(Instant moment) {
        return times.nextExecution(moment.atZone(cron.zone())).map(ZonedDateTime::toInstant);
    }
}
