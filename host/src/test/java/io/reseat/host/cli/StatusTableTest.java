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
        HostRow host = new HostRow(
                "0.1.0",
                "RUNNING",
                1,
                "/srv",
                Date.from(Instant.EPOCH),
                true,
                List.of(),
                List.of(),
                1,
                0,
                0,
                List.of(rows));
        StringWriter out = new StringWriter();
        new StatusTable(ansi, NOW).print(host, new PrintWriter(out, true));
        return out.toString();
    }

    @Test
    void theTableFitsAHundredColumnsWhateverIsInIt() {
        String text = print(Ansi.OFF, row(LONG, "STARTING", "word ".repeat(100), "x".repeat(400)));
        text.lines().forEach(line -> assertTrue(line.length() <= 100, line));
        assertTrue(text.contains("a-task-whose-name-is-longer-.."), text);
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
        TaskRow well = new TaskRow("a", "RUNNING", Date.from(NOW), 1, "p", "1", 5, 1, 0, true, null, false, "", "old");
        String text = print(Ansi.OFF, well);
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
                List.of(held));
        StringWriter out = new StringWriter();
        new StatusTable(Ansi.OFF, NOW).print(host, new PrintWriter(out, true));
        assertEquals(
                List.of("! the watcher is slow", "! plugins/b.jar: half written"),
                out.toString().lines().filter(line -> line.startsWith("!")).toList());
    }
}
