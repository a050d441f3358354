package io.reseat.host;

import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.testing.PluginJar;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What follows where the child JVM of a task is gone, with real ones that die and are killed. */
class LostChildTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TaskName ONE = new TaskName("one");
    private static final Requester TEST = new Requester(Requester.Kind.HOST, "test");
    private static final String FACTORY = """
            package mortal;
            import io.reseat.api.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.locks.LockSupport;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String act) {}
                public String type() { return "mortal"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) { return new Mortal(config, context); }
                static final class Hidden extends Thread {
                    public void run() { while (true) LockSupport.park(); }
                    public StackTraceElement[] getStackTrace() { while (true) LockSupport.park(); }
                }
                static final class Mortal implements Task, Stateful {
                    final Config config;
                    final TaskContext context;
                    long cycles;
                    Mortal(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public Map<String, Object> saveState() { return Map.of("cycles", cycles); }
                    public void restoreState(SavedState state) { cycles = (Long) state.values().get("cycles"); }
                    public void run() throws Exception {
                        cycles++;
                        Files.writeString(context.dataDirectory().resolve("events.txt"),
                                config.act() + " #" + context.generation() + " cycle " + cycles + " pid "
                                        + ProcessHandle.current().pid() + "\\n",
                                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                        switch (config.act()) {
                            case "halts" -> Runtime.getRuntime().halt(9);
                            case "checkpoints" -> context.checkpoint(Map.of("cycles", 1000 + cycles));
                            case "spins once" -> { while (context.generation() == 1) Thread.onSpinWait(); }
                            case "hides" -> { new Hidden().start(); while (true) LockSupport.park(); }
                            default -> { }
                        }
                    }
                }
            }
            """;

    @RegisterExtension
    final TestHome home = TestHome.with(
            "mortal.jar",
            PluginJar.named("mortal").source("mortal.Factory", FACTORY).factory("mortal.Factory"));

    private final Logbook events = Logbook.of(home, "one");

    @Test
    void aTaskWhoseJvmIsKilledGoesOnInAnotherOneWithItsLastCheckpoint() throws Exception {
        home.task("one", task("checkpoints", ""));
        home.start();
        events.await("#1 cycle 2 ");
        kill(events.lastPid());
        events.await("#2 cycle 100");
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.RUNNING);
        String error = home.task("one").lastError().orElseThrow().message();
        assertTrue(error.contains("generation 1 was lost") && error.contains("SIGKILL"), error);
    }

    @Test
    void aJvmThatEndsWithEachFirstCycleIsGivenUp() throws Exception {
        home.task("one", task("halts", ", give-up: 3 in 1h"));
        home.start();
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.FAILED);
        assertEquals(3, events.lines().size(), () -> "built too often: " + events);
    }

    @Test
    void aJvmThatEndsOnProbationIsRolledBack() throws Exception {
        home.task("one", task("well", ""));
        home.start();
        await().atMost(LONG)
                .until(() -> home.task("one").state() == TaskState.RUNNING
                        && home.task("one").standing().probation().isEmpty()
                        && events.has("cycle 2 "));
        home.task("one", task("halts", ""));
        events.await("halts #2");
        events.await("well #3");
        await().untilAsserted(() -> assertTrue(
                home.task("one").lastReload().orElseThrow().reason().contains("failed on probation"),
                () -> home.task("one").lastReload().toString()));
    }

    @Test
    void aPausedTaskWhoseJvmIsKilledIsRebuiltWhenItIsResumed() throws Exception {
        home.task("one", task("well", ""));
        home.start();
        events.await("#1 cycle 2 ");
        done(home.control().pause(ONE, TEST));
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.PAUSED);
        kill(events.lastPid());
        await().atMost(LONG).until(() -> home.task("one").detail().contains("rebuilt when the task is resumed"));
        home.awaitState("one", TaskState.PAUSED);
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
        done(home.control().resume(ONE, TEST));
        events.await("#2 ");
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.RUNNING);
    }

    @Test
    void aCycleThatHeedsNoInterruptIsEndedWithItsJvmAndNothingIsLeftBehind() throws Exception {
        Queue<HostEvent> told = new ConcurrentLinkedQueue<>();
        home.task("one", task("spins once", "") + "timeout: 1s\n");
        home.start();
        home.control().subscribe(told::add);
        events.await("#1 cycle 1 ");
        long pid = events.lastPid();
        events.await("#2 cycle ");
        assertTrue(ProcessHandle.of(pid).isEmpty(), "its successor started beside it");
        List<HostEvent.Stuck> stuck = told.stream()
                .filter(HostEvent.Stuck.class::isInstance)
                .map(HostEvent.Stuck.class::cast)
                .toList();
        assertTrue(stuck.size() >= 2, () -> "at its timeout, and when it was killed: " + told);
        stuck.forEach(event -> assertTrue(
                event.stack().contains("mortal.Factory$Mortal.run")
                        || event.stack().contains("does not say within"),
                event::stack));
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.RUNNING);
    }

    @Test
    void aJvmThatDoesNotSayItsStacksIsNotAskedForLongBeforeItIsKilled() throws Exception {
        Queue<HostEvent.Stuck> told = new ConcurrentLinkedQueue<>();
        String hides = task("hides", "").replace("probation: 200ms", "drain: 0s");
        home.task("one", hides);
        home.start();
        home.control().subscribe(event -> {
            if (event instanceof HostEvent.Stuck stuck) {
                told.add(stuck);
            }
        });
        events.await("#1 cycle 1 ");
        home.task("one", hides + "enabled: false\n");
        await().atMost(LONG).until(() -> !told.isEmpty());
        told.forEach(stuck -> assertFalse(stuck.stack().contains("within 3000 ms"), stuck::stack));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static String task(String act, String restart) {
        return "plugin: mortal\nschedule: every 50ms\nrunner: process\nprocess: { heap: 32m }\n"
                + "reload: { probation: 200ms }\nrestart: { backoff: 50ms..1s" + restart + " }\n"
                + "config: { act: " + act + " }\n";
    }
}
