package io.reseat.host.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns of plain text, as wide as their widest cell but no wider than said; a longer cell is cut. Used by one thread. */
final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    /** A column: its title, its greatest width, and whether it holds numbers, which stand to the right. */
    record Column(String title, int widest, boolean number) {}

    private record Row(List<String> cells, List<String> below) {}

    Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * Adds a row.
     *
     * @param below lines that stand below it, indented
     */
    void add(List<String> cells, List<String> below) {
        rows.add(new Row(List.copyOf(cells), List.copyOf(below)));
    }

    /** Prints titles and rows; {@link Painter} may colour a cell, which does not change its width. */
    void print(PrintWriter out, Painter painter) {
        int[] widths = widths();
        out.println(line(columns.stream().map(Column::title).toList(), widths, (column, padded) -> padded));
        for (Row row : rows) {
            out.println(line(row.cells(), widths, painter));
            row.below().forEach(text -> out.println("    " + text));
        }
    }

    /** Colours a cell that was padded. */
    interface Painter {
        String paint(int column, String padded);
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest = rows.stream()
                    .mapToInt(row -> row.cells().get(column).length())
                    .max()
                    .orElse(0);
            Column is = columns.get(i);
            widths[i] = Math.min(is.widest(), Math.max(widest, is.title().length()));
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths, Painter painter) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(cells.get(i), widths[i]);
            String space = " ".repeat(widths[i] - cell.length());
            padded.add(painter.paint(i, columns.get(i).number() ? space + cell : cell + space));
        }
        return String.join(GAP, padded).stripTrailing();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 2) + "..";
    }

    /** Lines of at most this width, broken at spaces; the last one is cut where there are more than said. */
    static List<String> wrap(String text, int width, int most) {
        List<String> lines = new ArrayList<>();
        String rest = text.replaceAll("\\s+", " ").strip();
        while (rest.length() > width && lines.size() < most - 1) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add(cut(rest, width));
        return lines;
    }
}
