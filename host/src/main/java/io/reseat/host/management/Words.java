package io.reseat.host.management;

import io.reseat.host.model.ChildJvm;
import io.reseat.host.model.Durations;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.Map;

/** How values of the host read to people. Stateless. */
public final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private Words() {}

    /** {@code 1 task}, {@code 2 tasks}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** A moment as an operator on the host's machine reads it. */
    static String at(Date moment) {
        return TIME.format(moment.toInstant());
    }

    /** {@code rolled back} for {@code ROLLED_BACK}. */
    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code 3 -> 4}, or the one generation that was there before and after. */
    static String generations(ReloadReport report) {
        return generations(report.fromGeneration(), report.toGeneration(), report.label());
    }

    /** @param label of the generation after, as people see it */
    static String generations(long from, long to, String label) {
        if (to == 0 && from == 0) {
            return "";
        }
        return from == to ? "(generation " + label + ")" : from == 0 ? "as generation " + label : from + " -> " + label;
    }

    /** Of a child JVM, by name. */
    static Map<String, Long> of(ChildJvm child) {
        return Map.of(
                "pid", child.pid(),
                "heapUsedBytes", child.heapUsed(),
                "heapMaxBytes", child.heapMax(),
                "threads", child.threads(),
                "cpuMillis", child.cpu().toMillis());
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
        return Durations.text(duration);
    }

    /** Milliseconds with their fraction. */
    static double millis(Duration duration) {
        return duration.toNanos() / 1_000_000.0;
    }
}
