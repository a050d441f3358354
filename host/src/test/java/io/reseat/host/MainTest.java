package io.reseat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int reseat(String... arguments) {
        return Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void theHelpListsEveryCommandWithASentence() {
        assertEquals(0, reseat("--help"));
        for (String command : List.of(
                "run check plan apply status reload restart pause resume run-now rollback history logs leaks stacks user init version sign completion"
                        .split(" "))) {
            assertTrue(out.toString().matches("(?s).*\n  " + command + " +[A-Z].*"), command);
        }
    }

    @Test
    void everyCommandHasHelpOfItsOwn() {
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            assertEquals(0, reseat(command, "--help"), command);
        }
        assertEquals("", err.toString());
    }

    @Test
    void everyCommandThatAsksAHostTakesAHomeAndPrintsJson() {
        for (String command :
                List.of("status plan apply reload restart pause resume run-now rollback history stacks".split(" "))) {
            CommandLine parser = Main.commandLine().getSubcommands().get(command);
            assertTrue(
                    parser.getCommandSpec().optionsMap().keySet().containsAll(List.of("--home", "--json", "--help")));
        }
    }

    @Test
    void onlyTheCommandThatIsMeantIsMade() {
        assertEquals(1, Main.commandLine("status").getSubcommands().size());
    }

    @Test
    void noCommandShowsTheHelpAndIsWrongUsage() {
        assertEquals(2, reseat());
        assertTrue(err.toString().startsWith("Usage: reseat"), err.toString());
    }

    @Test
    void aFailureIsOneLineWithTheCommandsName() {
        assertEquals(1, reseat("logs", "x"));
        assertEquals("reseat logs: 'logs x' is not built yet" + System.lineSeparator(), err.toString());
    }

    @Test
    void jsonOfTheVersionHasNoPlaceholder() {
        assertEquals(0, reseat("version", "--json"));
        assertTrue(out.toString().startsWith("{\"version\":\"0."), out.toString());
    }

    @Test
    void aPlainRunNeedsNoPicocli() {
        assertTrue(PlainRun.of("run").isPresent());
        assertTrue(PlainRun.of("run", "--home", "x", "--allow-shared-home").isPresent());
        assertTrue(PlainRun.of("run", "--home=x").isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "status",
                "run --help",
                "run --home",
                "run --home --json",
                "run --home a --home b",
                "run x",
                "run --home="
            })
    void anythingElseIsReadByPicocli(String line) {
        assertFalse(
                PlainRun.of(line.isEmpty() ? new String[0] : line.split(" ")).isPresent());
    }
}
