package io.reseat.host.cli;

import io.reseat.host.management.HostRow;
import io.reseat.host.management.TaskRow;
import io.reseat.host.management.Words;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** The text of {@code status}: a line for the host, a table of tasks, what is wrong. Fits 100 columns. */
final class StatusTable {
    private static final int WIDTH = 100;
    private static final int INDENT = 4;
    private static final int FEW = 3;
    private static final int STATE = 1;
    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("TASK", 28, false),
            new Table.Column("STATE", 9, false),
            new Table.Column("GEN", 12, true),
            new Table.Column("PLUGIN", 20, false),
            new Table.Column("CYCLES", 8, true),
            new Table.Column("FAILED", 6, true),
            new Table.Column("NEXT", 5, true));
    private static final Set<String> BAD = Set.of("FAILED", "REFUSED", "BACKOFF");

    private final Ansi colours;
    private final Instant now;
    private final int most;

    /** @param all whether everything that is wrong is listed, or the first few lines of it */
    StatusTable(Ansi colours, Instant now, boolean all) {
        this.colours = colours;
        this.now = now;
        this.most = all ? Integer.MAX_VALUE : FEW;
    }

    void print(HostRow host, PrintWriter out) {
        head(host).forEach(out::println);
        if (!host.tasks().isEmpty()) {
            Table table = new Table(COLUMNS);
            host.tasks().forEach(task -> table.add(cells(task), below(task)));
            table.print(out, (column, padded) -> column == STATE ? paint(padded) : padded);
        }
        List<String> wrong = wrong(host);
        out.println(summary(host, wrong.size()));
        wrong.stream()
                .limit(most)
                .flatMap(text -> marked(text, WIDTH, most).stream())
                .forEach(out::println);
        if (wrong.size() > most) {
            out.println("! and " + (wrong.size() - most) + " more: reseat status --all");
        }
    }

    /** A home whose path is long has a line of its own, whole, so that it can be copied. */
    private List<String> head(HostRow host) {
        String head = "reseat " + host.version() + " " + host.state() + ", pid " + host.pid() + ", up "
                + span(Duration.between(host.startedAt().toInstant(), now)) + ", home ";
        boolean fits = head.length() + host.home().length() <= WIDTH;
        return fits ? List.of(head + host.home()) : List.of(head.strip(), " ".repeat(INDENT) + host.home());
    }

    /** What is wrong beside what stands below its task already. */
    private static List<String> wrong(HostRow host) {
        List<String> told = new ArrayList<>();
        host.tasks().stream()
                .map(TaskRow::detail)
                .filter(detail -> !detail.isEmpty())
                .forEach(told::add);
        List<String> wrong = new ArrayList<>();
        Stream.concat(host.healthReasons().stream(), host.problems().stream())
                .filter(text -> told.stream().noneMatch(said -> said.contains(text) || text.endsWith(said)))
                .forEach(text -> {
                    told.add(text);
                    wrong.add(text);
                });
        return wrong;
    }

    private List<String> cells(TaskRow task) {
        return List.of(
                task.task(),
                task.state(),
                task.label(),
                task.version().isEmpty() ? task.plugin() : task.plugin() + "@" + task.version(),
                Long.toString(task.cycles()),
                Long.toString(task.failures()),
                task.running() ? "now" : next(task.nextRun()));
    }

    private List<String> below(TaskRow task) {
        List<String> lines = new ArrayList<>();
        if (!task.detail().isEmpty()) {
            lines.addAll(
                    task.attention()
                            ? marked(task.detail(), WIDTH - INDENT, FEW)
                            : Table.wrap(task.detail(), WIDTH - INDENT, FEW));
        }
        if (!task.probation().isEmpty()) {
            lines.addAll(Table.wrap(task.probation(), WIDTH - INDENT, FEW));
        }
        boolean failsNow = task.failedInARow() > 0 || BAD.contains(task.state());
        if (failsNow && !task.lastError().isEmpty() && !task.detail().contains(task.lastError())) {
            lines.addAll(Table.wrap("last error: " + task.lastError(), WIDTH - INDENT, 2));
        }
        return lines;
    }

    /** Lines with the mark that an operator looks for. */
    private static List<String> marked(String text, int width, int most) {
        List<String> lines = new ArrayList<>();
        for (String line : Table.wrap(text, width - 2, most)) {
            lines.add((lines.isEmpty() ? "! " : "  ") + line);
        }
        return lines;
    }

    /** All is well only where the host says so, no task is marked, and no line with an exclamation mark follows. */
    private static String summary(HostRow host, int wrong) {
        long look = host.tasks().stream().filter(TaskRow::attention).count();
        List<String> parts = new ArrayList<>();
        parts.add(Words.count(host.tasks().size(), "task"));
        if (look > 0) {
            parts.add(look + (look == 1 ? " needs a look" : " need a look"));
        }
        if (wrong > 0) {
            parts.add(Words.count(wrong, "problem"));
        }
        if (host.quarantined() > 0) {
            parts.add(host.quarantined() + " quarantined");
        }
        if (parts.size() == 1) {
            parts.add(host.ok() ? "all well" : "not well");
        }
        return String.join(", ", parts) + "; reloads: " + host.reloadsOk() + " ok, " + host.reloadsRefused()
                + " refused, " + host.reloadsRolledBack() + " rolled back"
                + (host.reloadsRestored() > 0 ? ", " + host.reloadsRestored() + " restored by hand" : "");
    }

    private String paint(String padded) {
        String state = padded.strip();
        String style = BAD.contains(state) ? "red" : state.equals("RUNNING") ? "green" : "yellow";
        return colours.string("@|" + style + " " + state + "|@") + padded.substring(state.length());
    }

    private String next(@Nullable Date at) {
        if (at == null) {
            return "-";
        }
        Duration left = Duration.between(now, at.toInstant());
        return left.isNegative() || left.isZero() ? "now" : span(left);
    }

    /** The two largest units are enough: {@code 42s}, {@code 3m12s}, {@code 5h}, {@code 12d}. */
    static String span(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        } else if (seconds < 600) {
            return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
        } else if (seconds < 3600 * 3) {
            return seconds / 60 + "m";
        }
        return seconds < 86_400 * 3 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}
