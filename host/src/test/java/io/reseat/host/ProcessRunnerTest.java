package io.reseat.host;

import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code runner: process} in a whole host, with real child JVMs: the same task, one word of config away. */
class ProcessRunnerTest {
    private static final String FACTORY = """
            package worker;
            import io.reseat.api.*;
            import java.nio.file.*;
            import java.util.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String message, String act, Integer number) {}
                public String type() { return "worker"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) throws Exception {
                    if ("create throws".equals(config.act())) throw new java.io.IOException("no such queue");
                    return new Worker(config, context);
                }
                record Pid(long value) {}
                static final class Worker implements Task, Stateful {
                    final Config config;
                    final TaskContext context;
                    long cycles;
                    Worker(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public Map<String, Object> saveState() { return Map.of("cycles", cycles); }
                    public void restoreState(SavedState state) { cycles = (Long) state.values().get("cycles"); }
                    public void run() throws Exception {
                        cycles++;
                        say("VERSION " + config.message() + "#" + context.generation() + " cycle " + cycles);
                        if (config.act() == null || context.generation() > 1) return;
                        switch (config.act()) {
                            case "exit" -> { if (cycles == 3) System.exit(7); }
                            case "exit beside two" -> {
                                if (Files.exists(context.dataDirectory().resolveSibling("two").resolve("events.txt")))
                                    System.exit(7);
                            }
                            case "halt" -> { if (cycles == 3) Runtime.getRuntime().halt(9); }
                            case "memory" -> {
                                List<byte[]> all = new ArrayList<>();
                                while (cycles == 3) all.add(new byte[1 << 20]);
                            }
                            case "spin" -> { while (cycles == 3) Thread.onSpinWait(); }
                            case "checkpoint" -> context.checkpoint(Map.of("cycles", 1000 + cycles));
                            case "measure" -> {
                                context.metrics().counter("worked").add(2);
                                context.metrics().gauge("level", () -> 4.5);
                                context.metrics().timer("took").record(java.time.Duration.ofMillis(5));
                            }
                            case "debug" -> context.logger().log(System.Logger.Level.DEBUG, "told at debug");
                            case "wait" -> new java.util.concurrent.CountDownLatch(1).await();
                            default -> { }
                        }
                    }
                    void say(String what) throws Exception {
                        Files.writeString(context.dataDirectory().resolve("events.txt"),
                                what + " pid " + ProcessHandle.current().pid() + "\\n",
                                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    }
                }
            }
            """;

    @RegisterExtension
    final TestHome home = TestHome.with("worker.jar", jar("1.0.0"));

    private final Logbook one = Logbook.of(home, "one");
    private final Logbook two = Logbook.of(home, "two");

    @Test
    void aTaskRunsInAJvmOfItsOwnAndEndsWithTheHost() throws Exception {
        home.task("one", process("hello", "none"));
        home.start();
        one.await("1.0.0 hello#1 cycle 2");
        long pid = one.pid("hello#1");
        assertNotEquals(ProcessHandle.current().pid(), pid);
        home.close();
        assertTrue(ProcessHandle.of(pid).isEmpty(), "the child outlived its host");
    }

    @Test
    void anotherConfigOrJarIsSwappedInWithItsState() throws Exception {
        home.task("one", process("hello", "none"));
        home.start();
        one.await("1.0.0 hello#1 cycle 2");
        home.task("one", process("bye", "none"));
        one.await("1.0.0 bye#2");
        home.plugin("worker.jar", jar("1.1.0"));
        one.await("1.1.0 bye#3");
        assertCounted(one);
    }

    @Test
    void theRunnerIsChangedByOneWordAndNoCycleIsLost() throws Exception {
        home.task("one", process("first", "none").replace("runner: process", "runner: thread"));
        home.start();
        one.await("1.0.0 first#1 cycle 2");
        assertEquals(ProcessHandle.current().pid(), one.pid("first#1"));
        home.task("one", process("first", "none"));
        one.await("1.0.0 first#2");
        assertNotEquals(ProcessHandle.current().pid(), one.pid("first#2"));
        home.task("one", process("first", "none").replace("runner: process", "runner: thread"));
        one.await("1.0.0 first#3");
        assertEquals(ProcessHandle.current().pid(), one.pid("first#3"));
        assertCounted(one);
    }

    @Test
    void aConfigThatDoesNotFitIsRefusedAtItsPlaceAndTheOldOneGoesOn() throws Exception {
        home.task("one", process("hello", "none"));
        home.start();
        one.await("1.0.0 hello#1 cycle 2");
        home.task("one", process("hello", "none") + "  mesage: twice\n");
        await().until(() -> home.task("one").problems().toString().contains("mesage"));
        await().untilAsserted(() -> assertTrue(
                home.task("one").problems().toString().contains("conf/tasks/one.yaml:"),
                () -> home.task("one").problems().toString()));
        goesOn("one", 1);
    }

    @Test
    void aCreateThatThrowsIsRefusedWithItsText() throws Exception {
        home.task("one", process("hello", "none"));
        home.start();
        one.await("1.0.0 hello#1 cycle 2");
        home.task("one", process("hello", "create throws"));
        await().until(() -> home.task("one").lastReload().toString().contains("no such queue"));
        goesOn("one", 1);
    }

    @Test
    void systemExitEndsTheChildAloneAndIsSaid() throws Exception {
        diesAndComesBack("exit", "System.exit was called at worker.Factory");
    }

    @Test
    void runtimeHaltEndsTheChildAlone() throws Exception {
        diesAndComesBack("halt", "9");
    }

    @Test
    void memoryThatIsUsedUpEndsTheChildAlone() throws Exception {
        diesAndComesBack("memory", "memory");
    }

    @Test
    void aChildThatIsKilledIsReplacedWithTheNewestState() throws Exception {
        home.task("one", process("hello", "checkpoint"));
        home.start();
        one.await("1.0.0 hello#1 cycle 3");
        ProcessHandle.of(one.pid("hello#1")).orElseThrow().destroyForcibly();
        one.await("1.0.0 hello#2 cycle 10");
    }

    @Test
    void aCycleThatHeedsNoInterruptIsKilledWithItsJvm() throws Exception {
        home.task("one", process("hello", "spin") + "timeout: 300ms\n");
        home.start();
        one.await("1.0.0 hello#1 cycle 3");
        long pid = one.pid("hello#1");
        one.await("1.0.0 hello#2");
        await().until(() -> ProcessHandle.of(pid).isEmpty());
        await().untilAsserted(() -> assertEquals(0, home.status().quarantined()));
    }

    @Test
    void metricsAndStacksOfTheChildAreTheTasks() throws Exception {
        home.task("one", process("hello", "measure"));
        home.start();
        one.await("1.0.0 hello#1 cycle 3");
        await().until(() -> {
            var metrics = done(home.control().metrics(new TaskName("one")));
            return metrics.getOrDefault("worked", 0.0) >= 6
                    && metrics.getOrDefault("level", 0.0) == 4.5
                    && metrics.getOrDefault("took_seconds", 0.0) > 0;
        });
        await().untilAsserted(() -> assertTrue(home.task("one").cycles().cpu().isPresent()));
        await().untilAsserted(() -> assertEquals(
                one.pid("hello#1"), home.task("one").child().orElseThrow().pid()));
    }

    @Test
    void stacksOfTheChildAreShown() throws Exception {
        home.task("one", process("hello", "wait"));
        home.start();
        one.await("1.0.0 hello#1 cycle 1");
        await().until(() -> done(home.control().stacks(new TaskName("one"))).contains("worker.Factory$Worker.run"));
    }

    @Test
    void logLevelsApplyLiveInTheChild() throws Exception {
        home.task("one", process("hello", "debug"));
        home.settings("logging:\n  level: info\n  console: false\n");
        home.start();
        one.await("1.0.0 hello#1 cycle 3");
        assertFalse(log().contains("told at debug"));
        home.settings("logging:\n  level: debug\n  console: false\n");
        await().until(() -> log().contains("[one] told at debug"));
    }

    private String log() throws IOException {
        return Files.readString(home.root.resolve("logs/reseat.log"));
    }

    @Test
    void tasksOfOnePluginMayShareAChildAndAllComeBack() throws Exception {
        home.task("one", process("hello", "exit beside two") + "isolation: plugin\n");
        home.task("two", process("hello", "none") + "isolation: plugin\n");
        home.start();
        one.await("1.0.0 hello#1");
        two.await("1.0.0 hello#1");
        assertEquals(one.pid("hello#1"), two.pid("hello#1"));
        one.await("1.0.0 hello#2");
        two.await("1.0.0 hello#2");
        assertEquals(one.pid("hello#2"), two.pid("hello#2"));
    }

    private void diesAndComesBack(String act, String said) throws Exception {
        home.task("one", process("hello", act));
        home.start();
        one.await("1.0.0 hello#1 cycle 3");
        one.await("1.0.0 hello#2");
        await().untilAsserted(() -> assertTrue(
                home.task("one").lastError().orElseThrow().message().contains(said),
                () -> home.task("one").lastError().toString()));
        home.awaitState("one", TaskState.RUNNING);
    }

    /** Cycles are counted on over generations: none ran twice or was forgotten. */
    private static void assertCounted(Logbook task) {
        List<String> lines = task.lines();
        for (int i = 0; i < lines.size(); i++) {
            assertTrue(lines.get(i).contains(" cycle " + (i + 1) + " "), lines.get(i) + " is line " + (i + 1));
        }
    }

    private void goesOn(String task, long generation) {
        await().untilAsserted(() -> assertEquals(generation, home.task(task).generation()));
        long ended = home.task(task).cycles().ended();
        await().until(() -> home.task(task).cycles().ended() > ended);
    }

    private static String process(String message, String act) {
        return "plugin: worker\nschedule: every 50ms\nrunner: process\nprocess: { heap: 32m }\n"
                + "reload: { probation: 1s, rollback: false }\nrestart: { backoff: 50ms..1s }\n"
                + "config:\n  message: " + message + "\n  act: " + act + "\n";
    }

    private static PluginJar jar(String version) {
        return PluginJar.named("worker")
                .version(version)
                .source("worker.Factory", FACTORY.replace("VERSION", version))
                .factory("worker.Factory");
    }
}
