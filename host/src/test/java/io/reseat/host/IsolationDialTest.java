package io.reseat.host;

import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Requester;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code on-stuck: process} in a whole host: a task whose cycle heeds no interrupt goes on in a real child JVM. */
class IsolationDialTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TaskName ONE = new TaskName("one");
    private static final Requester TEST = new Requester(Requester.Kind.HOST, "test");
    private static final String MOVED = "moved to a child JVM, because generation 1 heeds no interrupt"
            + " (on-stuck: process); back to its thread with: reseat restart one";
    private static final String FACTORY = """
            package deaf;
            import io.reseat.api.*;
            import java.nio.file.*;
            import java.util.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String word, Integer spins) {}
                public String type() { return "deaf"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) { return new Deaf(config, context); }
                static final class Deaf implements Task, Stateful {
                    final Config config;
                    final TaskContext context;
                    long cycles;
                    Deaf(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public Map<String, Object> saveState() { return Map.of("cycles", cycles); }
                    public void restoreState(SavedState state) { cycles = (Long) state.values().get("cycles"); }
                    public void run() throws Exception {
                        cycles++;
                        context.checkpoint(Map.of("cycles", cycles));
                        Files.writeString(context.dataDirectory().resolve("events.txt"),
                                config.word() + " #" + context.generation() + " cycle " + cycles + " pid "
                                        + ProcessHandle.current().pid() + "\\n",
                                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                        while (context.generation() == config.spins() && System.getProperty("reseat.test.heed") == null)
                            Thread.onSpinWait();
                    }
                }
            }
            """;

    @RegisterExtension
    final TestHome home = TestHome.with(
            "deaf.jar", PluginJar.named("deaf").source("deaf.Factory", FACTORY).factory("deaf.Factory"));

    private final Logbook events = Logbook.of(home, "one");

    @BeforeEach
    void settings() throws IOException {
        home.settings("logging: { level: debug, console: false }\ndrain: 1s\nlimits: { quarantined: 1 }\n");
    }

    @AfterEach
    void stop() {
        System.setProperty("reseat.test.heed", "now");
        home.close();
        System.clearProperty("reseat.test.heed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "plugin"})
    void aTaskThatHeedsNoInterruptGoesOnInAChildJvmAndARestartBringsItBack(String isolation) throws Exception {
        home.task("one", task("first", "process") + "isolation: " + isolation + "\n");
        home.start();
        events.await("first #2 cycle 3 ");
        assertEquals(ownPid(), events.pid("first #1 "));
        assertNotEquals(ownPid(), events.pid("first #2 "));
        assertTrue(events.has("first #2 cycle 2 "), "the last checkpoint did not come along: " + events);
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.RUNNING);
        await().untilAsserted(() -> assertEquals(1, home.status().quarantined()));
        saysThatItIsMoved();

        done(home.control().restart(ONE, TEST));
        events.await("first #3 ");
        assertEquals(ownPid(), events.pid("first #3 "));
        await().atMost(LONG).until(() -> home.task("one").detail().isEmpty());
        await().untilAsserted(() -> assertEquals(
                RunnerKind.THREAD, home.task("one").spec().orElseThrow().runner()));
        await().untilAsserted(() -> assertTrue(home.task("one").child().isEmpty()));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
    void aTaskOnVirtualThreadsIsMovedAsWell() throws Exception {
        home.task("one", task("first", "process").replace("runner: thread", "runner: virtual"));
        home.start();
        events.await("first #2 cycle 3 ");
        assertNotEquals(ownPid(), events.pid("first #2 "));
    }

    @Test
    void aLookChangesNothingOfThatAndAChildThatIsKilledIsReplacedByAChild() throws Exception {
        home.task("one", task("first", "process"));
        home.start();
        events.await("first #2 cycle 3 ");
        home.reload("one");
        await().untilAsserted(() -> assertEquals(2, home.task("one").generation()));
        ProcessHandle.of(events.pid("first #2 ")).orElseThrow().destroyForcibly();
        events.await("first #3 ");
        assertNotEquals(ownPid(), events.pid("first #3 "));
        await().atMost(LONG).until(() -> home.task("one").detail().equals(MOVED));
    }

    @Test
    void anotherContentRunsOnAThreadAgain() throws Exception {
        home.task("one", task("first", "process"));
        home.start();
        events.await("first #2 cycle 3 ");
        home.task("one", task("second", "process"));
        events.await("second #3 ");
        assertEquals(ownPid(), events.pid("second #3 "));
        await().atMost(LONG).until(() -> home.task("one").detail().isEmpty());
    }

    @Test
    void withoutTheKeyItIsGivenUpBesideItsThread() throws Exception {
        home.task("one", task("first", "quarantine"));
        home.start();
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.FAILED);
        assertFalse(events.has("#2"), events::toString);
    }

    private void saysThatItIsMoved() throws Exception {
        await().atMost(LONG).until(() -> home.task("one").detail().equals(MOVED));
        await().untilAsserted(() -> assertEquals(
                RunnerKind.PROCESS, home.task("one").spec().orElseThrow().runner()));
        await().untilAsserted(() -> assertEquals(
                events.pid("first #2 "), home.task("one").child().orElseThrow().pid()));
        assertTrue(
                done(home.control().history(ONE)).stream()
                        .anyMatch(entry -> entry.reason().equals(MOVED)),
                () -> home.task("one").lastReload().toString());
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    private static String task(String word, String onStuck) {
        return "plugin: deaf\nschedule: every 50ms\nrunner: thread\non-stuck: " + onStuck
                + "\nprocess: { heap: 32m }\ntimeout: 2s\nreload: { probation: 200ms }\n"
                + "restart: { backoff: 50ms..1s }\nconfig: { word: " + word + ", spins: 1 }\n";
    }
}
