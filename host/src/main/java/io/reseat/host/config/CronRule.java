package io.reseat.host.config;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * What a cron expression may say: five fields as Unix has them, or six with seconds first, as Spring has them. In both
 * 0 and 7 are Sunday. A class of its own, because a host without such a schedule need not load the parsers.
 */
final class CronRule {
    private static final CronParser FIVE_FIELDS =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    private static final CronParser SIX_FIELDS =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.SPRING53));

    private CronRule() {}

    /** @throws IllegalArgumentException with a message that has the expression in it */
    static void check(String expression, ZoneId zone) {
        int fields = expression.split("\\s+").length;
        if (fields != 5 && fields != 6) {
            throw new IllegalArgumentException("the cron expression '" + expression + "' has " + fields
                    + " fields; write five (minute hour day month weekday) or six (second first)");
        }
        try {
            Cron cron =
                    (fields == 5 ? FIVE_FIELDS : SIX_FIELDS).parse(expression).validate();
            if (ExecutionTime.forCron(cron)
                    .nextExecution(ZonedDateTime.now(zone))
                    .isEmpty()) {
                throw new IllegalArgumentException("it never fires");
            }
        } catch (RuntimeException e) { // the library throws more than it documents
            throw new IllegalArgumentException(
                    "the cron expression '" + expression + "' is not valid: " + e.getMessage(), e);
        }
    }
}
