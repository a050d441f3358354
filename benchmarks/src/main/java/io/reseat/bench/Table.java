package io.reseat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows so far, as Markdown. Owned by the one thread that measures. */
final class Table {
    private final List<String> lines = new ArrayList<>();

    /** @param beside what the figures are set beside */
    Table(String beside) {
        line("what", "target", "Reseat", beside, "ratio", "runs", "load", "verdict");
        line("---", "---", "---", "---", "---", "---", "---", "---");
    }

    /** Adds a row with the mean load of the last minute, which tells how far to trust its absolute figures. */
    String add(Row row, double load) {
        return line(
                row.what(),
                row.target(),
                row.reseat(),
                row.bare(),
                row.ratio(),
                row.runs(),
                String.format(Locale.ROOT, "%.1f", load),
                row.verdict());
    }

    private String line(String... cells) {
        String line = "| " + String.join(" | ", cells) + " |";
        lines.add(line);
        return line;
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
