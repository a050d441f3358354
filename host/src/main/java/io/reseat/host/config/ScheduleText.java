package io.reseat.host.config;

import io.reseat.host.model.Durations;
import io.reseat.host.model.Schedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a schedule is written: {@code every 3s}, {@code cron "0 3 * * *" Europe/Berlin}. */
final class ScheduleText {
    static final String EXPECTED =
            "a schedule; write every D, delay D, cron \"…\" [zone], continuous, once or service, with D such as 3s";

    private static final Pattern CRON = Pattern.compile("cron\\s+([\"'])(.*)\\1(?:\\s+(\\S+))?");

    private ScheduleText() {}

    /** @throws IllegalArgumentException with a message that has the text in it */
    static Schedule parse(String text) {
        String trimmed = text.strip();
        return switch (trimmed) {
            case "continuous" -> new Schedule.Continuous();
            case "once" -> new Schedule.Once();
            case "service" -> new Schedule.Service();
            default -> parseWithArgument(trimmed);
        };
    }

    private static Schedule parseWithArgument(String text) {
        if (text.startsWith("every ")) {
            return new Schedule.Every(positive(text.substring("every ".length()).strip()));
        }
        if (text.startsWith("delay ")) {
            return new Schedule.Delay(positive(text.substring("delay ".length()).strip()));
        }
        if (text.startsWith("cron")) {
            return cron(text);
        }
        throw new IllegalArgumentException("'" + text + "' is not " + EXPECTED);
    }

    private static Duration positive(String text) {
        Duration duration = Durations.parse(text);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("'" + text + "' must be longer than 0; for no pause write continuous");
        }
        return duration;
    }

    private static Schedule cron(String text) {
        Matcher matcher = CRON.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no cron schedule; write cron \"0 3 * * *\", with a zone"
                            + " behind it if need be: cron \"0 3 * * *\" Europe/Berlin");
        }
        ZoneId zone = zone(matcher.group(3));
        String expression = matcher.group(2).strip();
        CronRule.check(expression, zone);
        return new Schedule.Cron(expression, zone);
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no time zone; write for example Europe/Berlin or UTC", e);
        }
    }
}
