package io.reseat.host;

import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several tasks in one real child JVM, of which one does not behave: {@code isolation: plugin} with {@code runner: process}. */
class SharedChildTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String FACTORY = """
            package shared;
            import io.reseat.api.*;
            import java.nio.file.*;
            import java.util.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String act) {}
                public String type() { return "shared"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) { return new Lodger(config, context); }
                static final class Lodger implements Task, Stateful {
                    final Config config;
                    final TaskContext context;
                    long cycles;
                    Lodger(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public Map<String, Object> saveState() { return Map.of("cycles", cycles); }
                    public void restoreState(SavedState state) { cycles = (Long) state.values().get("cycles"); }
                    public void start() throws Exception {
                        if (config.act().equals("start spins")) spin();
                    }
                    public void run() throws Exception {
                        cycles++;
                        Files.writeString(context.dataDirectory().resolve("events.txt"),
                                config.act() + " #" + context.generation() + " cycle " + cycles + " pid "
                                        + ProcessHandle.current().pid() + "\\n",
                                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                        if (config.act().equals("checkpoints")) context.checkpoint(Map.of("cycles", 1000 + cycles));
                        if (config.act().equals("spins") || config.act().equals("spins once") && context.generation() == 1) {
                            context.checkpoint(Map.of("cycles", 500L));
                            spin();
                        }
                    }
                    static void spin() { while (true) Thread.onSpinWait(); }
                }
            }
            """;

    @RegisterExtension
    final TestHome home = TestHome.with(
            "shared.jar",
            PluginJar.named("shared").source("shared.Factory", FACTORY).factory("shared.Factory"));

    private final Logbook one = Logbook.of(home, "one");
    private final Logbook two = Logbook.of(home, "two");

    @BeforeEach
    void settings() throws IOException {
        home.settings("logging: { level: debug, console: false }\ndrain: 1s\nlimits: { build: 2s, quarantined: 1 }\n");
    }

    @Test
    void theSuccessorOfACycleThatHangsIsBuiltAgainWhereItWasLostWithItsChild() throws Exception {
        home.task("one", task("spins once", "timeout: 1s\n"));
        home.task("two", task("well", ""));
        home.start();
        two.await("#1 cycle 2 ");
        one.await("#1 cycle 1 ");
        one.await("cycle 501 ");
        one.await("cycle 503 ");
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.RUNNING);
        two.await("#2 ");
        assertEquals(
                0,
                done(home.control().history(new TaskName("one"))).stream()
                        .filter(entry -> entry.outcome() != Outcome.ADDED && entry.outcome() != Outcome.RELOADED)
                        .count(),
                () -> home.task("one").lastReload().toString());
    }

    @Test
    void aNewConfigReplacesACycleThatHangsInASharedChild() throws Exception {
        home.task("one", task("spins", ""));
        home.task("two", task("well", ""));
        home.start();
        one.await("spins #1 cycle 1 ");
        two.await("#1 cycle 2 ");
        home.task("one", task("well", ""));
        one.await("well #");
        assertTrue(one.has("cycle 501 "), () -> "not with its last checkpoint: " + one);
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.RUNNING);
        await().untilAsserted(() -> assertTrue(
                home.task("one").lastReload().orElseThrow().ok(),
                () -> home.task("one").lastReload().toString()));
        long spun =
                one.lines().stream().filter(line -> line.startsWith("spins ")).count();
        assertEquals(1, spun, () -> "what hangs was brought back: " + one);
    }

    @Test
    void aStepThatHangsIsCountedAndItsChildTakesNothingNewAndEndsWithTheLastOfTheOthers() throws Exception {
        Logbook three = Logbook.of(home, "three");
        home.task("two", task("well", ""));
        home.start();
        two.await("#1 cycle 2 ");
        long shared = two.lastPid();
        home.task("one", task("start spins", "").replace("..1s }", "..1s, give-up: 1 in 1h }"));
        await().atMost(LONG).until(() -> home.status().quarantined() == 1);
        await().untilAsserted(() -> assertTrue(
                home.status().health().reasons().toString().contains("1 generation heeds no interrupt"),
                () -> home.status().health().toString()));
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.FAILED);
        await().untilAsserted(() -> assertEquals(1, home.task("two").generation()));

        home.task("three", task("well", ""));
        three.await("#1 cycle 2 ");
        assertNotEquals(shared, three.lastPid(), "it was built beside what hangs");
        assertEquals(shared, two.lastPid());

        Files.delete(home.root.resolve("conf/tasks/two.yaml"));
        await().atMost(LONG).until(() -> ProcessHandle.of(shared).isEmpty());
        await().atMost(LONG).until(() -> home.status().quarantined() == 0);
        await().untilAsserted(() -> assertEquals(1, home.task("three").generation()));
    }

    private static String task(String act, String more) {
        return "plugin: shared\nschedule: every 50ms\nrunner: process\nisolation: plugin\nprocess: { heap: 32m }\n"
                + "reload: { probation: 200ms, drain: 1s }\nrestart: { backoff: 50ms..1s }\n" + more + "config: { act: "
                + act + " }\n";
    }
}
