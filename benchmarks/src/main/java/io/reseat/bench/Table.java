package io.reseat.bench;

import java.util.ArrayList;
import java.util.List;

/** The rows so far, as Markdown. Owned by the one thread that measures. */
final class Table {
    private final List<String> lines = new ArrayList<>();

    Table() {
        line("what", "target", "Reseat", "bare loop", "ratio", "runs", "verdict");
        line("---", "---", "---", "---", "---", "---", "---");
    }

    String add(Row row) {
        return line(row.what(), row.target(), row.reseat(), row.bare(), row.ratio(), row.runs(), row.verdict());
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
