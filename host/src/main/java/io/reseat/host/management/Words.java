package io.reseat.host.management;

import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Schedule;
import java.time.Duration;
import java.util.Locale;

/** How values of the host read to people. Stateless. */
public final class Words {
    private Words() {}

    /** {@code 1 task}, {@code 2 tasks}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code rolled back} for {@code ROLLED_BACK}. */
    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code 3 -> 4}, or the one generation that was there before and after. */
    static String generations(ReloadReport report) {
        return generations(report.fromGeneration(), report.toGeneration());
    }

    static String generations(long from, long to) {
        if (to == 0 && from == 0) {
            return "";
        }
        return from == to ? "(generation " + to + ")" : from == 0 ? "as generation " + to : from + " -> " + to;
    }

    /** As a task's file has it: {@code every 3s}. */
    static String of(Schedule schedule) {
        if (schedule instanceof Schedule.Every every) {
            return "every " + of(every.period());
        } else if (schedule instanceof Schedule.Delay delay) {
            return "delay " + of(delay.pause());
        } else if (schedule instanceof Schedule.Cron cron) {
            return "cron \"" + cron.expression() + "\" " + cron.zone();
        }
        return schedule.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** {@code 250ms}, {@code 3s}, {@code 1m30s}, {@code 2h}. */
    static String of(Duration duration) {
        if (duration.toMillis() % 1000 != 0 && duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        String text = duration.toString().substring(2).toLowerCase(Locale.ROOT);
        return duration.isZero() ? "0s" : text;
    }

    /** Milliseconds with their fraction. */
    static double millis(Duration duration) {
        return duration.toNanos() / 1_000_000.0;
    }
}
