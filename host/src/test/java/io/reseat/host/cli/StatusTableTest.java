package io.reseat.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.management.HostRow;
import io.reseat.host.management.TaskRow;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class StatusTableTest {
    private static final Instant NOW = Instant.EPOCH.plusSeconds(3600);
    private static final String LONG = "a-task-whose-name-is-longer-than-any-sensible-column-can-be";

    private static TaskRow row(String name, String state, String detail, String error) {
        return new TaskRow(
                name,
                state,
                Date.from(Instant.EPOCH),
                123_456,
                "123456 (from 123455)",
                "on probation for 10s and until a cycle ends well; generation 123455 stands by",
                LONG,
                "1.2.3-SNAPSHOT",
                9_999_999,
                99_999,
                1,
                false,
                Date.from(NOW.plusSeconds(42)),
                !state.equals("RUNNING"),
                detail,
                error);
    }

    private static String print(Ansi ansi, TaskRow... rows) {
        return print(ansi, false, host("/srv", List.of(), List.of(), rows));
    }

    private static HostRow host(String home, List<String> reasons, List<String> problems, TaskRow... rows) {
        return new HostRow(
                "0.1.0",
                "RUNNING",
                1,
                home,
                Date.from(Instant.EPOCH),
                reasons.isEmpty(),
                reasons,
                problems,
                1,
                0,
                0,
                0,
                0,
                List.of(rows));
    }

    private static String print(Ansi ansi, boolean all, HostRow host) {
        StringWriter out = new StringWriter();
        new StatusTable(ansi, NOW, all).print(host, new PrintWriter(out, true));
        return out.toString();
    }

    private static String headline(HostRow host) {
        return print(Ansi.OFF, false, host)
                .lines()
                .filter(line -> line.contains("; reloads: "))
                .findFirst()
                .orElseThrow();
    }

    private static TaskRow well() {
        return new TaskRow("a", "RUNNING", Date.from(NOW), 1, "1", "", "p", "1", 5, 1, 0, true, null, false, "", "");
    }

    @Test
    void theHeadlineIsWellOnlyWhereNoTaskIsMarkedAndNoProblemFollows() {
        String end = "; reloads: 1 ok, 0 refused, 0 rolled back";
        assertEquals("1 task, all well" + end, headline(host("/srv", List.of(), List.of(), well())));
        assertEquals(
                "2 tasks, 1 needs a look" + end,
                headline(host(
                        "/srv", List.of("task b is NEW: waits"), List.of(), well(), row("b", "NEW", "waits", ""))));
        assertEquals(
                "1 task, 2 problems" + end,
                headline(host("/srv", List.of("slow"), List.of("plugins/b.jar: half"), well())));
        HostRow silent = host("/srv", List.of("task a runs: " + "told"), List.of(), row("a", "NEW", "told", ""));
        assertEquals("1 task, 1 needs a look" + end, headline(silent));
    }

    @Test
    void theFirstThreeProblemsAreListedAndTheRestIsCounted() {
        List<String> five = List.of("one", "two", "three", "four", "five");
        String few = print(Ansi.OFF, false, host("/srv", five, List.of(), well()));
        assertTrue(few.endsWith("! one\n! two\n! three\n! and 2 more: reseat status --all\n"), few);
        assertTrue(few.contains("1 task, 5 problems;"), few);
        String all = print(Ansi.OFF, true, host("/srv", five, List.of(), well()));
        assertTrue(all.endsWith("! four\n! five\n"), all);
    }

    @Test
    void aLongProblemHangsBelowItsMark() {
        String text =
                print(Ansi.OFF, true, host("/srv", List.of("word ".repeat(90).strip()), List.of(), well()));
        List<String> lines = text.lines().toList();
        assertTrue(lines.get(4).startsWith("! word"), text);
        assertTrue(lines.get(5).startsWith("  word"), text);
        assertEquals(9, lines.size(), text);
        lines.forEach(line -> assertTrue(line.length() <= 100, line));
    }

    @Test
    void aLongHomeStandsWholeOnALineOfItsOwn() {
        String home = "/srv/" + "x".repeat(90);
        List<String> lines =
                print(Ansi.OFF, false, host(home, List.of(), List.of())).lines().toList();
        assertTrue(lines.get(0).endsWith(", home"), lines.get(0));
        assertEquals("    " + home, lines.get(1));
    }

    @Test
    void theTableFitsAHundredColumnsWhateverIsInIt() {
        String text = print(Ansi.OFF, row(LONG, "STARTING", "word ".repeat(100), "x".repeat(400)));
        text.lines().forEach(line -> assertTrue(line.length() <= 100, line));
        assertTrue(text.contains("a-task-whose-name-is-longe.."), text);
        assertTrue(text.contains(" 42s"), text);
    }

    @Test
    void coloursAreUsedOnlyWhereTheyAreWanted() {
        TaskRow bad = row("a", "FAILED", "", "");
        assertFalse(print(Ansi.OFF, bad).contains("\u001b"));
        String coloured = print(Ansi.ON, bad);
        assertTrue(coloured.contains("\u001b[31mFAILED"), coloured);
        assertEquals(print(Ansi.OFF, bad), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void aFailureOfThePastIsNotShownOnceTheTaskIsWellAgain() {
        TaskRow past = new TaskRow(
                "a", "RUNNING", Date.from(NOW), 1, "1", "", "p", "1", 5, 1, 0, true, null, false, "", "old");
        String text = print(Ansi.OFF, past);
        assertFalse(text.contains("old"), text);
        assertTrue(text.contains("1 task, all well"), text);
        assertTrue(text.lines().toList().get(2).endsWith(" now"), text);
    }

    @Test
    void spansNameTheirLargestUnits() {
        assertEquals("0s", StatusTable.span(Duration.ofSeconds(-1)));
        assertEquals("3m12s", StatusTable.span(Duration.ofSeconds(192)));
        assertEquals("90m", StatusTable.span(Duration.ofMinutes(90)));
        assertEquals("5h", StatusTable.span(Duration.ofHours(5)));
        assertEquals("12d", StatusTable.span(Duration.ofDays(12)));
    }

    @Test
    void whatStandsBelowATaskIsNotToldAgain() {
        TaskRow held = row("a", "RUNNING", "a.yaml:1:1: unknown key 'x'; what runs goes on", "");
        HostRow host = new HostRow(
                "0.1.0",
                "RUNNING",
                1,
                "/srv",
                Date.from(Instant.EPOCH),
                false,
                List.of(
                        "task a runs on what it had: a.yaml:1:1: unknown key 'x'; what runs goes on",
                        "the watcher is slow"),
                List.of("a.yaml:1:1: unknown key 'x'", "plugins/b.jar: half written"),
                1,
                0,
                0,
                2,
                4,
                List.of(held));
        StringWriter out = new StringWriter();
        new StatusTable(Ansi.OFF, NOW, false).print(host, new PrintWriter(out, true));
        assertTrue(
                out.toString()
                        .contains("1 task, 2 problems, 4 quarantined; reloads: 1 ok, 0 refused, 0 rolled back, 2"
                                + " restored by hand\n"),
                out.toString());
        assertEquals(
                List.of("! the watcher is slow", "! plugins/b.jar: half written"),
                out.toString().lines().filter(line -> line.startsWith("!")).toList());
    }
}
