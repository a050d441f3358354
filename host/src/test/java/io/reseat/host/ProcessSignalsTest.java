package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real signals to a real host with two tasks in child JVMs, each of which started a process of its own. */
@EnabledOnOs(OS.LINUX) // setsid, and /proc to tell a process that is gone from one that nobody asked for its status
class ProcessSignalsTest {
    private static final Duration LONG = Duration.ofSeconds(60); // a loaded machine
    private static final List<String> TASKS = List.of("one", "two");

    private static final String FACTORY = """
            package slow;
            import io.reseat.api.*;
            import java.nio.file.*;
            import java.util.Map;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String until) {}
                public String type() { return "slow"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) { return new Counting(config, context); }
                static final class Counting implements Task, Stateful {
                    final Config config;
                    final TaskContext context;
                    long cycles;
                    Counting(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public Map<String, Object> saveState() { return Map.of("cycles", cycles); }
                    public void restoreState(SavedState state) { cycles = (Long) state.values().get("cycles"); }
                    public void run() throws Exception {
                        cycles++;
                        if (cycles == 1) context.startProcess(new ProcessBuilder("sleep", "1000"));
                        System.out.println("cycle " + cycles + " of " + context.taskName());
                        while (!Files.exists(Path.of(config.until()))) {
                            Thread.sleep(10);
                            if (context.stopping()) Files.writeString(Path.of(config.until() + "-stopping-" + context.taskName()), "");
                        }
                        Files.writeString(Path.of(config.until() + "-" + context.taskName()), "ended");
                    }
                }
            }
            """;

    @RegisterExtension
    final SignalledHome home = SignalledHome.with(FACTORY);

    private final List<ProcessHandle> below = new ArrayList<>();

    @BeforeEach
    void makeTasks() throws IOException {
        home.settings("drain: 1h\n");
        for (String task : TASKS) {
            home.task(task, "runner: process\nprocess: { heap: 32m }\n", "");
        }
    }

    @AfterEach
    void end() {
        below.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void termLetsChildrenEndTheirCyclesAndKeepsTheirStates() throws Exception {
        HostProcess host = running();
        host.signal("TERM");
        host.awaitOutput("stopping by TERM");
        Files.createFile(home.go);
        assertEquals(143, host.status());
        assertWholeAndAlone(host);
        HostProcess next = started();
        int cycles = 3; // by the first host or by the next, but each by one
        TASKS.forEach(task -> next.awaitOutput("cycle " + cycles + " of " + task));
        for (String task : TASKS) {
            for (int cycle = 1; cycle <= cycles; cycle++) {
                assertOnce("cycle " + cycle + " of " + task, next.output());
            }
        }
    }

    @Test
    void atCtrlCTheHostDecidesForItsChildren() throws Exception {
        assumeFalse(HostProcess.ignored(HostProcess.INT), "whoever runs the tests has INT ignored");
        HostProcess host = running();
        host.signalGroup("INT");
        host.awaitOutput("stopping by INT");
        assertChildrenLiveOn();
        Files.createFile(home.go);
        assertEquals(130, host.status());
        assertWholeAndAlone(host);
    }

    @Test
    void aClosedTerminalEndsNeitherTheHostNorItsChildren() throws Exception {
        assumeFalse(HostProcess.ignored(HostProcess.HUP), "whoever runs the tests has HUP ignored");
        HostProcess host = running();
        host.signalGroup("HUP");
        host.awaitOutput("HUP: 2 tasks: 2 unchanged");
        assertChildrenLiveOn();
        Files.createFile(home.go);
        TASKS.forEach(task -> host.awaitOutput("cycle 2 of " + task));
        host.signal("TERM");
        assertEquals(143, host.status());
        assertWholeAndAlone(host);
    }

    @Test
    void aSecondTermLeavesNoChildBehind() throws Exception {
        HostProcess host = running();
        host.signal("TERM");
        host.awaitOutput("stopping by TERM");
        host.signal("TERM");
        assertCutOffAndAlone(host, "TERM");
    }

    @Test
    void aSecondCtrlCLeavesNoChildBehind() throws Exception {
        assumeFalse(HostProcess.ignored(HostProcess.INT), "whoever runs the tests has INT ignored");
        HostProcess host = running();
        host.signalGroup("INT");
        host.awaitOutput("stopping by INT");
        host.signalGroup("INT");
        assertCutOffAndAlone(host, "INT");
    }

    @Test
    void childrenThatDoNotEndInTimeAreCutOffAndNamed() throws Exception {
        home.settings("drain: 100ms\n");
        HostProcess host = running();
        host.signal("TERM");
        assertEquals(HostSignals.CUT_OFF, host.status());
        assertTrue(host.output().contains("stopped; cut off: one, two"), host.output());
        awaitAlone();
    }

    /** A JVM that a signal ends runs its cycle on for a moment. */
    private void assertChildrenLiveOn() {
        List<ProcessHandle> children = below.stream()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .toList();
        assertEquals(TASKS.size(), children.size());
        await().during(Duration.ofMillis(700)).until(() -> children.stream().allMatch(ProcessHandle::isAlive));
    }

    @Test
    void aChildThatIsLostWhileTheHostStopsIsCutOffAndNamed() throws Exception {
        HostProcess host = running();
        host.signal("TERM");
        await("the tasks are told")
                .atMost(LONG)
                .until(() -> TASKS.stream().allMatch(task -> Files.exists(home.root.resolve("go-stopping-" + task))));
        ProcessHandle child = below.stream()
                .filter(ProcessSignalsTest::sleeps)
                .findFirst()
                .flatMap(ProcessHandle::parent)
                .orElseThrow();
        child.destroyForcibly();
        await("the child is gone").atMost(LONG).until(() -> gone(child));
        Files.createFile(home.go);
        assertEquals(HostSignals.CUT_OFF, host.status());
        assertTrue(
                Pattern.compile("stopped; cut off: (one|two)\n")
                        .matcher(host.output())
                        .find(),
                host.output());
        awaitAlone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "virtual", "process"})
    void aHostThatIsKilledTakesAlongWhatItsTasksStarted(String runner) throws Exception {
        assumeTrue(!runner.equals("virtual") || Runtime.version().feature() >= 21, "virtual threads came with Java 21");
        for (String task : TASKS) {
            home.task(task, "runner: " + runner + "\n", "");
        }
        HostProcess host = started();
        TASKS.forEach(task -> host.awaitOutput("cycle 1 of " + task));
        below.addAll(host.below());
        assertEquals(2, below.stream().filter(ProcessSignalsTest::sleeps).count());
        host.signal("KILL");
        awaitAlone();
    }

    private void assertWholeAndAlone(HostProcess host) {
        assertFalse(host.output().contains("cut off"), host.output());
        TASKS.forEach(
                task -> assertTrue(Files.exists(home.root.resolve("go-" + task)), "a cycle of " + task + " ended"));
        awaitAlone();
    }

    private void assertCutOffAndAlone(HostProcess host, String signal) throws Exception {
        assertEquals(HostSignals.CUT_OFF, host.status());
        String output = host.output();
        assertTrue(output.contains(signal + " again: stopped at once; cut off: one, two"), output);
        awaitAlone();
    }

    private void awaitAlone() {
        await("no process is left").atMost(LONG).until(() -> below.stream().allMatch(ProcessSignalsTest::gone));
    }

    private static void assertOnce(String text, String output) {
        assertEquals(2, output.split(Pattern.quote(text + "\n"), -1).length, text + " once in " + output);
    }

    /** A host in whose children a cycle runs. */
    private HostProcess running() throws IOException {
        HostProcess host = started();
        host.awaitOutput("looked at; ready");
        TASKS.forEach(task -> host.awaitOutput("cycle 1 of " + task));
        below.addAll(host.below());
        long sleeping = below.stream().filter(ProcessSignalsTest::sleeps).count();
        assertTrue(sleeping == 2 && below.size() > 4, "two children, what they started and the warden: " + below);
        return host;
    }

    /** Leads a process group of its own, as a command of a terminal does. */
    private HostProcess started() throws IOException {
        return home.start(List.of("setsid"), List.of());
    }

    private static boolean sleeps(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("sleep");
    }

    /** One that has ended and whose status nobody takes is gone, too. */
    private static boolean gone(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return !process.isAlive() || stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return true;
        }
    }
}
