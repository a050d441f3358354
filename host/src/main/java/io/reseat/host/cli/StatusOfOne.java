package io.reseat.host.cli;

import io.reseat.host.management.HeldRow;
import io.reseat.host.management.ReportRow;
import io.reseat.host.management.TaskDetail;
import io.reseat.host.management.TaskRow;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The text of {@code status TASK}: a label to the left of each thing that there is to say. Fits 100 columns. */
final class StatusOfOne {
    private static final int WIDTH = 100;
    private static final int LABEL = 11;
    private static final int MOST_LINES = 20;
    private static final int MOST_REPORTS = 5;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Instant now;

    StatusOfOne(Instant now) {
        this.now = now;
    }

    void print(TaskDetail task, PrintWriter out) {
        say("task", head(task.row()), out);
        say("detail", task.row().detail(), out);
        say("probation", task.row().probation(), out);
        say("file", task.file(), out);
        say("plugin", plugin(task), out);
        say("schedule", schedule(task), out);
        say("runner", task.runner(), out);
        say("cycles", cycles(task), out);
        list("config", task.config(), out);
        list("metrics", metrics(task), out);
        task.warnings().forEach(warning -> say("warning", warning, out));
        task.problems().stream()
                .filter(problem -> !task.row().detail().contains(problem))
                .forEach(problem -> say("problem", problem, out));
        list("held", task.held().stream().map(StatusOfOne::held).toList(), out);
        list("error", error(task), out);
        list(
                "reloads",
                task.history().stream()
                        .limit(MOST_REPORTS)
                        .flatMap(StatusOfOne::report)
                        .toList(),
                out);
    }

    private String head(TaskRow row) {
        return row.task() + " " + row.state() + " for "
                + StatusTable.span(Duration.between(row.since().toInstant(), now))
                + (row.generation() == 0 ? "" : ", generation " + row.label())
                + (row.attention() ? ", needs a look" : "");
    }

    private static String plugin(TaskDetail task) {
        TaskRow row = task.row();
        return row.version().isEmpty()
                ? row.plugin()
                : row.plugin() + "@" + row.version() + " from " + task.source() + ", isolation: " + task.isolation();
    }

    private String schedule(TaskDetail task) {
        Date next = task.row().nextRun();
        if (task.schedule().isEmpty() || next == null) {
            return task.schedule();
        }
        return task.schedule() + ", next in " + StatusTable.span(Duration.between(now, next.toInstant()));
    }

    private static String cycles(TaskDetail task) {
        TaskRow row = task.row();
        String counts =
                row.cycles() + " ended well, " + row.failures() + " failed" + (row.running() ? ", one runs" : "");
        return row.cycles() == 0
                ? counts
                : counts + "; took " + millis(task.lastCycleMillis()) + ", on average " + millis(task.meanCycleMillis())
                        + ", at most " + millis(task.longestCycleMillis());
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f ms" : "%.0f ms", value);
    }

    private static List<String> metrics(TaskDetail task) {
        if (!task.metricsFailure().isEmpty()) {
            return List.of("not known: " + task.metricsFailure());
        }
        List<String> lines = new ArrayList<>();
        task.metrics().forEach((name, value) -> lines.add(name + " " + number(value)));
        return lines;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3f", value);
    }

    private static List<String> error(TaskDetail task) {
        Date at = task.lastErrorAt();
        if (at == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(TIME.format(at.toInstant()) + "  " + task.row().lastError());
        lines.addAll(task.lastErrorStack());
        return lines;
    }

    private static String held(HeldRow held) {
        return TIME.format(held.since().toInstant()) + "  plugin " + brief(held.pluginDigest()) + " with config "
                + brief(held.configDigest()) + " " + held.why();
    }

    private static String brief(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }

    private static Stream<String> report(ReportRow report) {
        String what =
                TIME.format(report.at().toInstant()) + "  " + report.sentence() + " (by " + report.requester() + ")";
        return report.timings().isEmpty()
                ? Stream.of(what)
                : Stream.of(what, "  " + HistoryText.phases(report.timings()));
    }

    private static void list(String label, List<String> lines, PrintWriter out) {
        for (int i = 0; i < Math.min(lines.size(), MOST_LINES); i++) {
            say(i == 0 ? label : "", lines.get(i), out);
        }
        if (lines.size() > MOST_LINES) {
            say("", "and " + (lines.size() - MOST_LINES) + " lines more: --json", out);
        }
    }

    private static void say(String label, String text, PrintWriter out) {
        String rest = label;
        if (text.isBlank()) {
            return;
        }
        String indent =
                text.substring(0, text.length() - text.stripLeading().length()).replace("\t", "  ");
        for (String line : Table.wrap(text, WIDTH - LABEL - indent.length(), 3)) {
            out.println(rest + " ".repeat(LABEL - rest.length()) + indent + line);
            rest = "";
        }
    }
}
