package io.reseat.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.OnStuck;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.TaskSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys {@code runner}, {@code process} and {@code on-stuck} of a task's file. */
class RunnerKeysTest {
    private static final String STDOUT = "the child speaks to the host over its standard output; ";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path home;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TaskFileFixture files;

    @BeforeEach
    void files() {
        files = new TaskFileFixture(home);
    }

    private Parsed<TaskSpec> onJava(int java, String line) {
        byte[] content = ("plugin: p\nschedule: once\n" + line + "\n").getBytes(StandardCharsets.UTF_8);
        return new TaskFiles(name -> null, new byte[32], home, java).parse("t.yaml", TaskFileFixture.NAME, content);
    }

    private TaskSpec good(String line) {
        Parsed<TaskSpec> parsed = onJava(21, line);
        return parsed.value().orElseThrow(() -> new AssertionError(parsed.problems()));
    }

    private static List<String> texts(Parsed<TaskSpec> parsed) {
        return parsed.problems().stream().map(Problem::toString).toList();
    }

    private static String withArgument(String argument) {
        return "process:\n  heap: 64m\n  jvm-args:\n    - '" + argument + "'";
    }

    @ParameterizedTest
    @EnumSource(RunnerKind.class)
    void eachRunnerIsTakenOnANewJava(RunnerKind kind) {
        assertEquals(
                kind,
                good("runner: " + kind.name().toLowerCase(java.util.Locale.ROOT))
                        .runner());
    }

    @Test
    void virtualThreadsAreRefusedOnAnOlderJavaWithTheRemedy() {
        assertEquals(
                List.of("t.yaml:3:9: 'runner': there are no virtual threads, because this host runs on Java 17;"
                        + " start it with Java 21 or newer, or write 'runner: thread'"),
                texts(onJava(17, "runner: virtual")));
        assertEquals(List.of(), texts(onJava(17, "runner: process")));
    }

    @Test
    void theJavaThatIsAskedIsTheOneThatRuns() {
        assertEquals(
                Runtime.version().feature() >= 21,
                files.problemsOf("plugin: p\nschedule: once\nrunner: virtual\n").isEmpty());
    }

    @Test
    void aFileThatSaysNothingGetsTheDefaults() {
        TaskSpec spec = good("");
        assertEquals(new ProcessOptions(128L << 20, List.of(), 0), spec.process());
        assertEquals(OnStuck.QUARANTINE, spec.onStuck());
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "virtual", "process"})
    void theProcessBlockStandsBesideEachRunner(String runner) {
        TaskSpec spec = good("runner: " + runner
                + "\nprocess: { heap: 64MiB, jvm-args: [-Xss512k, '-Dx=a b', -javaagent:/a.jar], standby: 2 }");
        assertEquals(
                new ProcessOptions(64L << 20, List.of("-Xss512k", "-Dx=a b", "-javaagent:/a.jar"), 2), spec.process());
    }

    @ParameterizedTest
    @CsvSource({"off,0", "0,0", "1,1", "16,16"})
    void standbyIsANumberOrOff(String text, int standby) {
        assertEquals(
                standby, good("process: { standby: " + text + " }").process().standby());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runner: fiber | t.yaml:3:9: 'runner': 'fiber' is not one of thread, virtual, process",
                "process: { heap: 15m } | t.yaml:3:18: 'process.heap': '15m' is not between 16MiB and 1TiB",
                "process: { heap: 2t } | t.yaml:3:18: 'process.heap': '2t' is not between 16MiB and 1TiB",
                "process: { heap: much } | t.yaml:3:18: 'process.heap': 'much' is no size; write for example 64MiB, 128m or 10kB",
                "process: { standby: 17 } | t.yaml:3:21: 'process.standby': '17' is neither 'off' nor a number of child JVMs from 1 to 16 that are kept ready",
                "process: { standby: -1 } | t.yaml:3:21: 'process.standby': '-1' is neither 'off' nor a number of child JVMs from 1 to 16 that are kept ready",
                "process: { jvm-args: -Xss1m } | t.yaml:3:22: 'process.jvm-args' must be a list",
                "process: { jvm-args: [[a]] } | t.yaml:3:23: an item of 'process.jvm-args' must be a single value",
                "process: { heep: 64m } | t.yaml:3:12: unknown key 'process.heep'; did you mean 'heap'?",
                "process: big | t.yaml:3:10: 'process' must have keys of its own, as in process: { … }",
                "on-stuck: kill | t.yaml:3:11: 'on-stuck': 'kill' is not one of quarantine, process",
            })
    void aBadValueIsNamedWithItsPlace(String line, String problem) {
        assertEquals(List.of(problem), texts(onJava(21, line)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Xss1m | it does not begin with '-'; where it belongs to the option before it, write one item with '=', such as --add-opens=java.base/java.lang=ALL-UNNAMED",
                "@options | options in a file are not seen by the host; write them here, each as an item",
                "-Xss1m -XX:+UseZGC | it is more than one option; write each as an item of the list",
                "-jar | which class is started is not the plugin's; remove it",
                "-m | which class is started is not the plugin's; remove it",
                "--module=a/b | which class is started is not the plugin's; remove it",
                "-cp | a plugin brings its classes in its JAR; remove it",
                "-classpath | a plugin brings its classes in its JAR; remove it",
                "--class-path=/x.jar | a plugin brings its classes in its JAR; remove it",
                "-Xrs | the child could not be told to end by a signal; remove it",
                "-XX:Flags=/x | options in a file are not seen by the host; write them here, each as an item",
                "-XX:VMOptionsFile=/x | options in a file are not seen by the host; write them here, each as an item",
                "-Xshare:off | Reseat keeps the archive of classes itself; remove it",
                "-XX:SharedArchiveFile=/x | Reseat keeps the archive of classes itself; remove it",
                "-XX:ArchiveClassesAtExit=/x | Reseat keeps the archive of classes itself; remove it",
                "-XX:+AutoCreateSharedArchive | Reseat keeps the archive of classes itself; remove it",
                "-XX:AOTCache=/x | Reseat keeps the archive of classes itself; remove it",
                "-XX:AOTMode=on | Reseat keeps the archive of classes itself; remove it",
                "-Xmx1g | write 'heap: …' beside 'jvm-args' instead",
                "-XX:MaxHeapSize=1g | write 'heap: …' beside 'jvm-args' instead",
                "-Xms65m | it is more than the heap of 64MiB; write less, or a larger 'heap: …'",
                "-Xms | it has no size; write for example -Xms32m",
                "-Dslf4j.provider=x | the child logs through its host; remove it",
                "-version | the child would print something and end; remove it",
                "--help | the child would print something and end; remove it",
                "-Xlog:help | the child would print something and end; remove it",
            })
    void anOptionThatWouldBreakTheChildIsRefusedAtItsPlaceWithTheReason(String option, String reason) {
        assertEquals(
                List.of("t.yaml:6:7: an item of 'process.jvm-args': '" + option + "': " + reason),
                texts(onJava(21, withArgument(option))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xlog", "-Xlog:gc", "-Xlog:gc*=info:", "-Xlog:gc:stdout", "-Xlog::STDOUT:uptime"})
    void aLogThatGoesToStandardOutputIsRefused(String option) {
        assertEquals(
                List.of("t.yaml:6:7: an item of 'process.jvm-args': '" + option + "': " + STDOUT
                        + "write where the log goes, such as -Xlog:gc:stderr or -Xlog:gc:file=/tmp/gc.log"),
                texts(onJava(21, withArgument(option))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-verbose:gc", "--show-version", "-XX:+PrintFlagsFinal"})
    void anOptionThatPrintsToStandardOutputIsRefused(String option) {
        assertEquals(
                List.of("t.yaml:6:7: an item of 'process.jvm-args': '" + option + "': " + STDOUT
                        + "this writes there, so remove it or use -Xlog:…:stderr"),
                texts(onJava(21, withArgument(option))));
    }

    @Test
    void aDebuggerHasToBeQuiet() {
        String agent = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005";
        assertEquals(
                List.of("t.yaml:6:7: an item of 'process.jvm-args': '" + agent + "': " + STDOUT
                        + "a debugger's agent tells its port there unless it has ',quiet=y'"),
                texts(onJava(21, withArgument(agent))));
        assertEquals(List.of(), texts(onJava(21, withArgument(agent + ",quiet=y"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xlog:gc:stderr",
                "-Xlog:gc*:file=/tmp/gc.log:uptime",
                "-Xlog:gc:/tmp/gc.log",
                "-Xlog:disable",
                "-Xlog:async",
                "-Xms64m",
                "-Xss512k",
                "-XX:+UseZGC",
                "-XX:OnOutOfMemoryError=kill -9 %p",
                "-agentpath:/x.so",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--module-path=/x",
            })
    void whatDoesNoHarmIsTaken(String option) {
        assertEquals(List.of(), texts(onJava(21, withArgument(option))));
    }

    @Test
    void allBadOptionsAreToldAtOnce() {
        assertEquals(
                List.of(
                        "t.yaml:3:23: an item of 'process.jvm-args': '-Xrs': the child could not be told to end by a signal; remove it",
                        "t.yaml:3:29: an item of 'process.jvm-args': '-Xmx1g': write 'heap: …' beside 'jvm-args' instead"),
                texts(onJava(21, "process: { jvm-args: [-Xrs, -Xmx1g] }")));
    }

    @Test
    void aSecretNeverStandsOnACommandLine() throws IOException {
        Files.writeString(home.resolve("secret"), "tr0ub4dor");
        String refused =
                "t.yaml:6:7: an item of 'process.jvm-args': '-Dpassword=${file:secret}' would stand on a command"
                        + " line, which every user of the machine can read; give a secret to the plugin in 'config:'";
        assertEquals(List.of(refused), texts(onJava(21, withArgument("-Dpassword=${file:secret}"))));
    }

    @Test
    void anOptionFromAVariableIsTakenAndNotShownWhereItIsRefused() {
        files.environment.put("OPTION", "-Xrs");
        String file = "plugin: p\nschedule: once\nprocess:\n  jvm-args:\n    - '${OPTION}'\n";
        assertEquals(
                List.of(
                        "t.yaml:5:7: an item of 'process.jvm-args': '${OPTION}': the child could not be told to end by a"
                                + " signal; remove it"),
                files.problemsOf(file));
        files.environment.put("OPTION", "-Xss1m");
        assertEquals(
                List.of("-Xss1m"),
                files.yaml(file).value().orElseThrow().process().jvmArgs());
    }

    @Test
    void aStuckTaskMayMoveToAChildUnlessItRunsInOne() {
        assertEquals(OnStuck.PROCESS, good("on-stuck: process").onStuck());
        assertEquals(OnStuck.PROCESS, good("runner: virtual\non-stuck: process").onStuck());
        assertEquals(
                List.of(
                        "t.yaml:4:11: 'on-stuck': with 'runner: process' a child JVM that is stuck is ended and replaced"
                                + " anyway; remove it"),
                texts(onJava(21, "runner: process\non-stuck: process")));
    }

    @Test
    void theDigestOfTheProcessLeavesStandbyOut() {
        ProcessOptions some = good("process: { jvm-args: [-Da, -Db] }").process();
        assertEquals(
                some.digest(),
                good("process: { heap: 128MiB, jvm-args: [-Da, -Db], standby: 3 }")
                        .process()
                        .digest());
        assertNotEquals(
                some.digest(),
                good("process: { jvm-args: [-Db, -Da] }").process().digest());
        assertNotEquals(
                some.digest(),
                good("process: { heap: 64m, jvm-args: [-Da, -Db] }").process().digest());
    }

    @Test
    void aSpecOnAnotherRunnerIsTheSameOtherwise() {
        TaskSpec spec = good("process: { heap: 64m }");
        TaskSpec moved = spec.withRunner(RunnerKind.PROCESS);
        assertEquals(RunnerKind.PROCESS, moved.runner());
        assertFalse(moved.equals(spec));
        assertTrue(moved.withRunner(RunnerKind.THREAD).equals(spec));
    }
}
