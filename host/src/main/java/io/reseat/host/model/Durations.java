package io.reseat.host.model;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written in a config: {@code 250ms}, {@code 3s}, {@code 5m}, {@code 2h}, {@code 1d}, or ISO-8601. */
public final class Durations {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,18})\\s?(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);
    private static final Duration LONGEST = Duration.ofDays(100 * 365L);

    private Durations() {}

    /**
     * Reads a duration of at most 100 years, so that it can be counted in nanoseconds.
     *
     * @throws IllegalArgumentException with a readable message that has the text in it
     */
    public static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        try {
            if (matcher.matches()) {
                return bounded(text, Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2))));
            }
            if (text.startsWith("P") || text.startsWith("-P")) {
                return bounded(text, Duration.parse(text));
            }
        } catch (ArithmeticException | DateTimeParseException e) {
            throw new IllegalArgumentException(refusal(text), e);
        }
        throw new IllegalArgumentException(refusal(text));
    }

    /** As a config has it: {@code 250ms}, {@code 3s}, {@code 1m30s}, {@code 2h}. */
    public static String text(Duration duration) {
        if (duration.toMillis() % 1000 != 0 && duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        return duration.isZero() ? "0s" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static Duration bounded(String text, Duration duration) {
        if (duration.abs().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'" + text + "' is longer than 100 years");
        }
        return duration;
    }

    private static String refusal(String text) {
        return "'" + text + "' is no duration; write for example 250ms, 3s, 5m, 2h, 1d or PT1M30S";
    }
}
