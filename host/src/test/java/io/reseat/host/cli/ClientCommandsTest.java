package io.reseat.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands against a real JVM, attached to by its process id. */
class ClientCommandsTest {
    @TempDir
    static Path home;

    private static FakeHost host;

    private record Ended(int status, String out, String err) {}

    @BeforeAll
    static void startHost() throws IOException {
        host = new FakeHost(home);
    }

    @AfterAll
    static void stopHost() throws Exception {
        host.close();
    }

    private static Ended reseat(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--home=" + home);
        return reseatAnywhere(all);
    }

    private static Ended reseatAnywhere(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine root =
                new CommandLine(CommandLine.Model.CommandSpec.create().name("reseat"));
        for (Map.Entry<String, Supplier<Object>> command : ClientCommands.all().entrySet()) {
            root.addSubcommand(command.getKey(), command.getValue().get());
        }
        root.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        root.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        root.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
        int status = root.execute(arguments.toArray(String[]::new));
        return new Ended(status, out.toString(), err.toString());
    }

    private static JsonNode json(Ended ended) {
        return JsonMapper.builder().build().readTree(ended.out());
    }

    @Test
    void statusShowsEveryTaskInOneTable() {
        Ended status = reseat("status");
        assertEquals(0, status.status(), status.err());
        List<String> lines = status.out().lines().toList();
        assertTrue(lines.get(0).startsWith("reseat 0.1.0-test RUNNING, pid " + host.pid()), lines.get(0));
        assertEquals("TASK       STATE           GEN  PLUGIN           CYCLES  FAILED  NEXT", lines.get(1));
        assertEquals("broken     REFUSED           3  heartbeat@1.2.0      41       2   now", lines.get(2));
        assertEquals("    ! its file is wrong; nothing runs until it is corrected", lines.get(3));
        assertEquals("    last error: IOException: no route", lines.get(4));
        assertEquals("heartbeat  RUNNING  8 (from 5)  heartbeat@1.2.0      41       2   now", lines.get(5));
        assertEquals("    on probation for 10s and until a cycle ends well", lines.get(6));
        assertEquals(
                "2 tasks, 1 needs a look, 2 problems; reloads: 5 ok, 2 refused, 1 rolled back, 3 restored by hand",
                lines.get(7));
        assertEquals("! conf/tasks/broken.yaml:3:5: unknown key 'mesage'", lines.get(9));
        assertEquals(10, lines.size(), status.out());
    }

    @Test
    void statusAsJsonHoldsTheSame() {
        JsonNode status = json(reseat("status", "--json"));
        assertEquals("RUNNING", status.get("state").stringValue());
        assertEquals("heartbeat", status.get("tasks").get(1).get("task").stringValue());
        assertEquals(
                "1970-01-01T00:00:03Z",
                status.get("tasks").get(1).get("nextRun").stringValue());
        assertTrue(status.get("tasks").get(0).get("attention").booleanValue());
    }

    @Test
    void statusOfOneTaskSaysAllAboutIt() {
        Ended status = reseat("status", "heartbeat");
        assertEquals(0, status.status(), status.err());
        for (String line : List.of(
                ", generation 8 (from 5)",
                "file       conf/tasks/heartbeat.yaml",
                "plugin     heartbeat@1.2.0 from plugins/heartbeat.jar, isolation: task",
                "schedule   every 3s, next in 0s",
                "cycles     41 ended well, 2 failed; took 1.50 ms, on average 2.00 ms, at most 20 ms",
                "config     message: hello",
                "           password: ***",
                "metrics    probes_total 12",
                "warning    it carries its own copy of org.slf4j: it is ignored",
                "IOException: no route",
                "reloaded 3 -> 4, its config changed (by ",
                "\n             build 12 ms\n")) {
            assertTrue(status.out().contains(line), line + " is missing in\n" + status.out());
        }
        status.out().lines().forEach(line -> assertTrue(line.length() <= 100, line));
        JsonNode json = json(reseat("status", "heartbeat", "--json"));
        assertEquals(12.0, json.get("metrics").get("probes_total").doubleValue());
        assertEquals("heartbeat", json.get("row").get("task").stringValue());
        Ended unknown = reseat("status", "nobody");
        assertEquals(1, unknown.status());
        assertEquals("no task 'nobody'; there are: [broken, heartbeat]\n", unknown.err());
    }

    @Test
    void reloadTellsWhatBecameOfEachTaskAndEndsWithOneIfAnyWasRefused() {
        Ended reload = reseat("reload");
        assertEquals(1, reload.status());
        assertEquals("""
                heartbeat: reloaded 3 -> 4, its config changed
                broken: refused, its file is wrong
                    conf/tasks/broken.yaml:3:5: unknown key 'mesage'
                reload: 1 refused, 1 reloaded
                """, reload.out());
    }

    @Test
    void reloadOfOneTaskEndsWithZeroThoughAnotherIsBroken() {
        Ended reload = reseat("reload", "heartbeat", "--force");
        assertEquals(0, reload.status(), reload.err());
        assertEquals("heartbeat: reloaded 3 -> 4, its config changed\n", reload.out());
    }

    @Test
    void anEmptyNameReloadsNothing() {
        Ended reload = reseat("reload", "");
        assertEquals(1, reload.status());
        assertEquals("the task's name is empty; leave it out to reload all\n", reload.err());
    }

    @Test
    void aReplyAsJsonHasItsReportsAndTimings() {
        JsonNode reply = json(reseat("reload", "--json"));
        assertTrue(reply.get("finished").booleanValue());
        assertEquals("RELOADED", reply.get("reports").get(0).get("outcome").stringValue());
        assertEquals(
                12.0,
                reply.get("reports").get(0).get("timings").get(0).get("millis").doubleValue());
    }

    @Test
    void oneTaskIsRestartedPausedResumedAndRun() {
        assertEquals(
                "heartbeat: reloaded 3 -> 4, asked for\n",
                reseat("restart", "heartbeat").out());
        assertEquals("heartbeat: paused\n", reseat("pause", "heartbeat").out());
        assertEquals("heartbeat: resumed\n", reseat("resume", "heartbeat").out());
        assertEquals(
                "heartbeat: a cycle was started\n",
                reseat("run-now", "heartbeat").out());
    }

    @Test
    void aRestartAndARollbackMayBeWithoutState() {
        assertEquals(
                "heartbeat: reloaded 3 -> 4, asked for, without state\n",
                reseat("restart", "heartbeat", "--without-state").out());
        assertEquals(
                "heartbeat: restored 3 -> 4 (from 2), asked for, without state\n",
                reseat("rollback", "heartbeat", "2", "--without-state").out());
    }

    @Test
    void anUnknownTaskIsAnsweredWithThoseThatExist() {
        Ended refused = reseat("restart", "hartbeat");
        assertEquals(1, refused.status());
        assertEquals("no task 'hartbeat'; there are: [broken, heartbeat]\n", refused.err());
    }

    @Test
    void planLeavesOutWhatStays() {
        Ended plan = reseat("plan");
        assertEquals(0, plan.status());
        assertEquals("""
                broken: refuse, its file is wrong
                mail: reconfigure, config changed
                    message: hello → hi
                    swap: in place, the running generation takes the config
                news: run last good, waits for plugin news; generation 5, the last good one, runs again
                1 task stays as it is
                """, plan.out());
        JsonNode actions = json(reseat("plan", "--json"));
        assertEquals(4, actions.size());
        assertEquals("message: hello → hi", actions.get(2).get("details").get(0).stringValue());
        assertTrue(actions.get(2).get("swap").stringValue().startsWith("in place, "), actions::toString);
        assertEquals("", actions.get(1).get("swap").stringValue());
    }

    @Test
    void rollbackGoesBackToTheNewestGoodOneOrToTheOneThatIsNamed() {
        Ended newest = reseat("rollback", "heartbeat");
        assertEquals("heartbeat: restored 3 -> 4 (from 1), asked for\n", newest.out());
        assertEquals(0, newest.status(), newest.err());
        assertEquals(
                "heartbeat: restored 3 -> 4 (from 2), asked for\n",
                reseat("rollback", "heartbeat", "2").out());
        Ended negative = reseat("rollback", "heartbeat", "-1");
        assertTrue(negative.status() != 0 && !negative.err().isEmpty(), negative.err());
        assertEquals(2, reseat("rollback", "heartbeat", "two").status());
        assertEquals(2, reseat("rollback").status());
    }

    @Test
    void historyShowsEachGenerationAndWhatIsHeld() {
        Ended history = reseat("history", "heartbeat");
        assertEquals(0, history.status(), history.err());
        for (String line : List.of(
                "GENERATION  WHEN                 OUTCOME      PROVED  PLUGIN           CONFIG",
                "8 (from 5)  ",
                "rolled back  yes     heartbeat@1.2.0  dbc1b4c900ff",
                "    failed on probation: no route; generation 5 was brought back (by host probation)",
                "    took 15 ms: build 12 ms, swap 3.00 ms, probation 10.0 s",
                "7.1         ",
                "reloaded     no ",
                "! held since ",
                " with config dbc1b4c900ff failed on probation:",
                "heartbeat: generation 8 (from 5) runs")) {
            assertTrue(history.out().contains(line), line + " is missing in\n" + history.out());
        }
        history.out().lines().forEach(line -> assertTrue(line.length() <= 100, line));
        JsonNode json = json(reseat("history", "heartbeat", "--json"));
        assertEquals("8 (from 5)", json.get("entries").get(0).get("label").stringValue());
        assertEquals(
                "PROBATION",
                json.get("entries").get(0).get("timings").get(2).get("phase").stringValue());
        assertEquals(1, json.get("held").size());
        assertEquals(1, reseat("history", "nobody").status());
    }

    @Test
    void whatIsOnProbationSaysSoInStatusAndInTheAnswer() {
        String status = reseat("status").out();
        assertTrue(status.contains("\n    on probation for 10s"), status);
        String one = reseat("status", "heartbeat").out();
        assertTrue(one.contains("\nprobation  on probation for 10s"), one);
        assertTrue(one.contains("\nheld       "), one);
        assertTrue(one.contains(", generation 8 (from 5)"), one);
    }

    @Test
    void applyHandsOverTheRealDirectory(@TempDir Path changes) {
        Ended apply = reseat("apply", changes.toString());
        assertTrue(apply.out().contains("apply: 1 refused, 1 reloaded"), apply.out() + apply.err());
        Ended missing = reseat("apply", changes.resolve("none").toString());
        assertEquals(1, missing.status());
        assertEquals(changes.resolve("none") + " is no directory\n", missing.err());
    }

    @Test
    void stacksShowsWhatATasksThreadsDo() {
        assertTrue(reseat("stacks", "heartbeat").out().startsWith("\"reseat-heartbeat\" RUNNABLE\n    at Some.where"));
        assertEquals(
                "heartbeat",
                json(reseat("stacks", "heartbeat", "--json")).get("task").stringValue());
    }

    @Test
    void aHomeWithoutAHostIsNamedWithTheRemedy(@TempDir Path other) {
        Ended status = reseatAnywhere(List.of("status", "--home", other.toString()));
        assertEquals(1, status.status());
        assertEquals("no host runs on " + other + "; start one with: reseat run --home " + other + "\n", status.err());
    }

    @Test
    void aKilledHostIsNotMistakenForTheProcessThatHasItsNumberNow(@TempDir Path other) throws Exception {
        Files.createDirectories(other.resolve("data"));
        new HostRecord(host.pid(), HostRecord.ofThisProcess("").startMillis() - 60_000, "x").write(other);
        assertTrue(reseatAnywhere(List.of("status", "--home", other.toString()))
                .err()
                .startsWith("no host runs on"));
    }

    @Test
    void aHostThatWasKilledIsGone(@TempDir Path other) throws Exception {
        try (FakeHost killed = new FakeHost(other)) {
            killed.kill();
            assertTrue(Files.exists(other.resolve("data/host.json")));
            Ended status = reseatAnywhere(List.of("status", "--home", other.toString()));
            assertEquals(1, status.status());
            assertEquals(
                    "no host runs on " + other + " (its data/host.json is of pid " + killed.pid()
                            + ", which is gone); start one with: reseat run --home " + other + "\n",
                    status.err());
        }
    }

    @Test
    void aHostThatNobodyBuriedIsGoneAsWell(@TempDir Path folder) throws Exception {
        assertTrue(HostRecord.dead(Files.writeString(folder.resolve("z"), "12 (java (x) y) Z 1 12 0")));
        assertFalse(HostRecord.dead(Files.writeString(folder.resolve("s"), "12 (Z Z) S 1 12 0")));
        assertFalse(HostRecord.dead(folder.resolve("none")));
    }

    @Test
    void aHostThatJustStartsOrEndsIsToldAsThat(@TempDir Path other) throws Exception {
        try (FakeHost bare = new FakeHost(other, "bare")) {
            assertTrue(bare.pid() > 0);
            Ended status = reseatAnywhere(List.of("status", "--home", other.toString()));
            assertEquals(1, status.status());
            assertEquals("the host on " + other + " is just starting or ending; try again\n", status.err());
        }
    }

    @Test
    void aHostThatDiesInACallIsToldAsThat(@TempDir Path other) throws Exception {
        try (FakeHost mortal = new FakeHost(other, "mortal")) {
            assertTrue(mortal.pid() > 0);
            Ended stacks = reseatAnywhere(List.of("stacks", "heartbeat", "--home", other.toString()));
            assertEquals(1, stacks.status());
            assertTrue(stacks.err().startsWith("the host on " + other + " went away"), stacks.err());
        }
    }

    @Test
    void aStoppedHostIsNotWaitedForEndlessly(@TempDir Path other) throws Exception {
        try (FakeHost stopped = new FakeHost(other)) {
            signal("-STOP", stopped);
            try {
                CommandFailure silent =
                        assertThrows(CommandFailure.class, () -> RunningHost.on(other, Duration.ofMillis(1500)));
                assertTrue(silent.getMessage().contains("has not answered for 1 s"), silent.getMessage());
            } finally {
                signal("-CONT", stopped);
            }
        }
    }

    private static void signal(String signal, FakeHost to) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", signal, Long.toString(to.pid()))
                        .start()
                        .waitFor());
    }

    @Test
    void aProcessThatIsNoHostIsRefusedReadably(@TempDir Path other) throws Exception {
        Files.createDirectories(other.resolve("data"));
        System.setProperty("sun.tools.attach.attachTimeout", "500"); // no such process will ever answer
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try {
            long start = sleeper.info().startInstant().orElseThrow().toEpochMilli();
            new HostRecord(sleeper.pid(), start, "x").write(other);
            Ended status = reseatAnywhere(List.of("status", "--home", other.toString()));
            assertEquals(1, status.status());
            assertTrue(
                    status.err().startsWith("the host's process " + sleeper.pid() + " cannot be attached to"),
                    status.err());
        } finally {
            System.clearProperty("sun.tools.attach.attachTimeout");
            sleeper.destroyForcibly();
        }
    }

    @Test
    void aBrokenRecordIsNamed(@TempDir Path other) throws Exception {
        Files.createDirectories(other.resolve("data"));
        Files.writeString(other.resolve("data/host.json"), "{\"pid\":");
        CommandFailure e = assertThrows(CommandFailure.class, () -> HostRecord.read(other));
        assertTrue(e.getMessage().startsWith(other.resolve("data/host.json") + " cannot be read: "), e.getMessage());
    }

    @Test
    void commandsOfLaterVersionsAreRefusedWithAnyArguments() {
        for (String later : List.of("logs", "leaks", "user")) {
            Ended refused = reseat(later, "x", "--explain");
            assertEquals(1, refused.status());
            assertEquals("'" + later + " x --explain --home=" + home + "' is not built yet\n", refused.err());
        }
    }
}
