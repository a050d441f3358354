package io.reseat.host.cli;

import io.reseat.host.management.HeldRow;
import io.reseat.host.management.HistoryRow;
import io.reseat.host.management.PastOfTask;
import io.reseat.host.management.ReportRow.Timing;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of {@code history TASK}: a row for each step of the past, what is held, what runs. Fits 100 columns. */
final class HistoryText {
    private static final int WIDTH = 100;
    private static final int INDENT = 4;
    private static final int BRIEF = 12;
    private static final int MOST_LINES = 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("GENERATION", 14, false),
            new Table.Column("WHEN", 19, false),
            new Table.Column("OUTCOME", 11, false),
            new Table.Column("PROVED", 6, false),
            new Table.Column("PLUGIN", 22, false),
            new Table.Column("CONFIG", BRIEF, false));

    private HistoryText() {}

    static void print(PastOfTask past, PrintWriter out) {
        Table table = new Table(COLUMNS);
        past.entries().forEach(entry -> table.add(cells(entry), below(entry)));
        table.print(out, (column, padded) -> padded);
        past.held().forEach(held -> held(held).forEach(out::println));
        String runs = past.generation().equals("0") ? "nothing runs" : "generation " + past.generation() + " runs";
        out.println(past.task() + ": " + runs);
    }

    private static List<String> cells(HistoryRow entry) {
        return List.of(
                entry.generation() == 0 ? "-" : entry.label(),
                at(entry.at()),
                entry.outcome().toLowerCase(Locale.ROOT).replace('_', ' '),
                entry.built() ? (entry.proved() ? "yes" : "no") : "-",
                entry.plugin().isEmpty() ? "-" : entry.plugin(),
                entry.configDigest().isEmpty() ? "-" : brief(entry.configDigest()));
    }

    private static List<String> below(HistoryRow entry) {
        List<String> lines = new ArrayList<>();
        lines.addAll(Table.wrap(entry.reason() + " (by " + entry.requester() + ")", WIDTH - INDENT, MOST_LINES));
        if (!entry.timings().isEmpty()) {
            lines.addAll(Table.wrap(
                    "took " + millis(entry.millisUntilSwap()) + ": " + phases(entry.timings()),
                    WIDTH - INDENT,
                    MOST_LINES));
        }
        return lines;
    }

    /** How long each phase took. */
    static String phases(List<Timing> timings) {
        return timings.stream().map(HistoryText::phase).collect(Collectors.joining(", "));
    }

    private static String phase(Timing timing) {
        return timing.phase().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + millis(timing.millis());
    }

    private static List<String> held(HeldRow held) {
        String text = "held since " + at(held.since()) + ": plugin " + brief(held.pluginDigest()) + " with config "
                + brief(held.configDigest()) + " " + held.why();
        List<String> lines = new ArrayList<>();
        for (String line : Table.wrap(text, WIDTH - 2, MOST_LINES)) {
            lines.add((lines.isEmpty() ? "! " : "  ") + line);
        }
        return lines;
    }

    private static String at(Date moment) {
        return TIME.format(moment.toInstant());
    }

    private static String brief(String digest) {
        return digest.substring(0, Math.min(BRIEF, digest.length()));
    }

    private static String millis(double value) {
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%.1f s", value / 1000);
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f ms" : "%.0f ms", value);
    }
}
