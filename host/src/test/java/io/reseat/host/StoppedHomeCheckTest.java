package io.reseat.host;

import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reseat check} of a home on which a host ran: what a start would make of the files, compared with what ran last. */
class StoppedHomeCheckTest {
    private static final String SHORT = "reload: { probation: 1ms }\n";
    private static final String FILE = SHORT + Keeper.file("every 20ms", "message: a, password: hidden-1");

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void aHostRanOnIt() throws Exception {
        home = new TestHome(folder);
        home.plugin("keeper.jar", Keeper.jar());
        home.task("one", FILE);
        home.start();
        proved("one", 1);
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void whatDidNotChangeIsWhatRanLast() throws Exception {
        home.stop();
        assertEquals(
                List.of("ok     one: since generation 1, from keeper@1.0.0: unchanged", "1 task checked, all well"),
                check(0));
    }

    @Test
    void aChangedConfigIsShownKeyByKeyWithItsSecretsHidden() throws Exception {
        home.stop();
        home.task("one", SHORT + Keeper.file("every 20ms", "message: b, password: hidden-2, size: 3"));
        List<String> lines = check(0);
        assertEquals(
                List.of(
                        "ok     one: since generation 1, from keeper@1.0.0: config changed",
                        "           message: a → b",
                        "           password: changed",
                        "           size: added, 3",
                        "           a host that starts builds it; the swap is what a running one would do",
                        "           swap: in place, if the task is Reconfigurable, else replace",
                        "1 task checked, all well"),
                lines);
        assertFalse(lines.toString().contains("hidden-"), lines::toString);
    }

    @Test
    void theSwapThatAFileAsksForIsSaidAsFarAsItsPluginTellsWithoutATask() throws Exception {
        home.plugin("actor.jar", TestHome.actor("1.0.0"));
        home.task("two", SHORT + TestHome.actorFile("every 20ms", "message: a"));
        home.task("two");
        proved("two", 1);
        home.stop();
        home.task("one", FILE.replace("1ms", "1ms, swap: overlap").replace("message: a", "message: b"));
        home.task("two", "reload: { swap: overlap }\n" + TestHome.actorFile("every 20ms", "message: b"));
        String text = String.join("\n", check(0));
        assertTrue(
                text.contains(
                        "swap: in place, if the task is Reconfigurable, else replace, keeper@1.0.0 does not allow overlap\n"),
                text);
        assertTrue(
                text.contains(
                        "swap: in place, if the task is Reconfigurable, else overlap, if the task is not Stateful,"
                                + " else replace\n"),
                text);
    }

    @Test
    void whatAppliesLiveIsSaidToWhereNoHostRuns() throws Exception {
        home.stop();
        home.task("one", FILE.replace("every 20ms", "every 30ms"));
        assertEquals(
                List.of(
                        "ok     one: since generation 1, from keeper@1.0.0: schedule changed",
                        "           swap: live, the running generation goes on with it",
                        "1 task checked, all well"),
                check(0));
    }

    @Test
    void aChangedPluginIsShownWithItsVersionsAndDigests() throws Exception {
        home.stop();
        home.plugin("keeper.jar", Keeper.jar().version("1.1.0"));
        List<String> lines = check(0);
        assertEquals("ok     one: since generation 1, from keeper@1.0.0: plugin keeper 1.0.0 → 1.1.0", lines.get(0));
        assertTrue(
                lines.get(1).strip().matches("keeper 1\\.0\\.0 \\([0-9a-f]{12}\\) → 1\\.1\\.0 \\([0-9a-f]{12}\\)"),
                lines::toString);
    }

    @Test
    void whatIsHeldWouldNotRunAndTheLastGoodWould() throws Exception {
        home.task("one", "isolation: plugin\n" + FILE.replace("message: a", "message: b, check: throw"));
        home.awaitReport(Outcome.REFUSED);
        home.stop();
        String text = String.join("\n", check(1));
        assertTrue(text.contains("WRONG  one: first build, from keeper@1.0.0, but just this failed before"), text);
        assertTrue(text.contains("generation 1, the last good one, runs again"), text);
        assertTrue(text.contains("held: plugin "), text);
        assertTrue(text.contains("generation 1, from keeper@1.0.0 ran last"), text);
    }

    @Test
    void whatAnOperatorWentBackFromIsHeldTooAndNotThatItRunsTwice() throws Exception {
        home.task("one", FILE.replace("message: a", "message: b") + "isolation: plugin\n");
        proved("one", 2);
        done(home.control().rollback(new TaskName("one"), OptionalLong.empty(), TestHome.TEST));
        home.stop();
        String text = String.join("\n", check(1));
        assertTrue(text.contains("generation 3 (from 1), from keeper@1.0.0 ran last"), text);
    }

    @Test
    void aBrokenFileNamesItsPlacesAndWhatWouldRun() throws Exception {
        home.stop();
        home.task("one", "plugin: keeper\nschedul: every 20ms\n");
        List<String> lines = check(1);
        assertTrue(
                lines.get(1).startsWith("WRONG  one: conf/tasks/one.yaml:2:1: unknown key 'schedul'"), lines::toString);
        assertTrue(lines.toString().contains("generation 1, from keeper@1.0.0 ran last"), lines::toString);
    }

    @Test
    void aConfigThatDoesNotFitNamesWhatWouldRunInstead() throws Exception {
        home.stop();
        home.task("one", FILE.replace("message: a", "message: a, size: many"));
        String text = String.join("\n", check(1));
        assertTrue(text.contains("conf/tasks/one.yaml:4:"), text);
        assertTrue(text.contains("generation 1, the last good one, from keeper@1.0.0, would run again"), text);
    }

    @Test
    void withoutItsJarTheLastGoodWouldRunFromTheStore() throws Exception {
        home.stop();
        Files.delete(folder.resolve("plugins/keeper.jar"));
        String text = String.join("\n", check(1));
        assertTrue(text.contains("WRONG  one: waits for plugin keeper"), text);
        assertTrue(text.contains("generation 1, the last good one, runs again"), text);
    }

    @Test
    void aFileThatIsGoneIsSaidToBe() throws Exception {
        home.stop();
        Files.delete(folder.resolve("conf/tasks/one.yaml"));
        assertEquals(
                List.of(
                        "ok     one: its file is gone",
                        "           generation 1, from keeper@1.0.0 ran last",
                        "1 task checked, all well"),
                check(0));
    }

    @Test
    void aPastThatIsDamagedIsToldAndLeftWhereItIs() throws Exception {
        home.stop();
        Path past = folder.resolve("data/history/one.json");
        Files.writeString(past, "{ half");
        String text = String.join("\n", check(1));
        assertTrue(text.contains("WRONG  " + past + ": cannot be read ("), text);
        assertEquals("{ half", Files.readString(past));
    }

    @Test
    void nothingOfWhatTheHostLeftIsChanged() throws Exception {
        home.stop();
        home.task("one", FILE.replace("message: a", "message: b"));
        home.plugin("keeper.jar", Keeper.jar().version("1.1.0"));
        Map<String, String> before = content();
        check(0);
        assertEquals(before, content());
    }

    private List<String> check(int status) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = {"check", "--home", folder.toString()};
        int ended = Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        assertEquals(status, ended, () -> out + "\n" + err);
        return out.toString().lines().toList();
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path :
                    all.filter(one -> !one.startsWith(folder.resolve("logs"))).toList()) {
                boolean file = Files.isRegularFile(path);
                content.put(
                        path.toString(),
                        "" + Files.getLastModifiedTime(path)
                                + (file ? " " + Arrays.hashCode(Files.readAllBytes(path)) : ""));
            }
        }
        return content;
    }

    private void proved(String task, long generation) throws Exception {
        await().until(() -> done(home.control().history(new TaskName(task))).stream()
                .filter(HistoryEntry::proved)
                .anyMatch(entry -> entry.generation() == generation));
    }
}
