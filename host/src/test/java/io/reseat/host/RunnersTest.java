package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.TaskState;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One plugin on each runner that this JDK has: what a task may do, it may do on all of them. */
class RunnersTest {
    private static final List<String> RUNNERS =
            Runtime.version().feature() < 21 ? List.of("thread", "process") : List.of("thread", "virtual", "process");
    private static final String FACTORY = """
            package traveller;
            import io.reseat.api.*;
            import java.nio.file.*;
            import java.time.Duration;
            import java.util.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String message, String kind) {}
                public String type() { return "traveller"; }
                public Set<Swap> swaps() { return EnumSet.allOf(Swap.class); }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) {
                    return "pliable".equals(config.kind()) ? new Pliable(config, context) : new Traveller(config, context);
                }
                static class Traveller implements Task {
                    volatile Config config;
                    final TaskContext context;
                    Traveller(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public void start() throws Exception { say("starts"); }
                    public void run() throws Exception {
                        say("runs");
                        if ("service".equals(config.kind())) {
                            context.ready();
                            try { context.sleep(Duration.ofHours(1)); } catch (InterruptedException e) { }
                            say(context.stopping() ? "is told to stop" : "woke up");
                        }
                    }
                    public void close() throws Exception { say("closes"); }
                    void say(String what) throws Exception {
                        Path events = context.dataDirectory().resolve("events.txt");
                        try (var out = new java.io.FileWriter(events.toFile(), true)) { // heeds no interrupt
                            out.write("VERSION " + config.message() + "#" + context.generation() + " " + what + ", pid "
                                    + ProcessHandle.current().pid() + "\\n");
                        }
                    }
                }
                static final class Pliable extends Traveller implements Reconfigurable<Config> {
                    Pliable(Config config, TaskContext context) { super(config, context); }
                    public void reconfigure(Config next) { config = next; }
                }
            }
            """;

    @RegisterExtension
    final TestHome home = TestHome.with("traveller.jar", jar("1.0.0"));

    @Test
    void filesThatDifferInTheRunnerAloneAllTakeAConfigAndAJar() throws Exception {
        put("every 50ms", "first", "plain", "");
        home.start();
        awaitOnEach("1.0.0 first#1 runs");
        put("every 50ms", "second", "plain", "");
        awaitOnEach("1.0.0 second#2 runs");
        home.plugin("traveller.jar", jar("1.1.0"));
        awaitOnEach("1.1.0 second#3 runs");
        for (String runner : RUNNERS) {
            assertEquals(
                    runner.equals("process"),
                    pid(runner, "#3 runs") != ProcessHandle.current().pid(),
                    runner);
        }
    }

    @Test
    void aServiceIsGoodOnceItIsReadyAndIsToldToStopAndClosed() throws Exception {
        put("service", "first", "service", "");
        home.start();
        awaitOnEach("1.0.0 first#1 runs");
        RUNNERS.forEach(runner -> await().until(() -> home.task(runner).state() == TaskState.RUNNING));
        put("service", "second", "service", "");
        awaitOnEach("1.0.0 second#2 runs");
        for (String runner : RUNNERS) {
            assertOrder(runner, "first#1 is told to stop", "first#1 closes", "second#2 starts", "second#2 runs");
        }
    }

    @Test
    void withOverlapTheNextOneIsStartedBeforeTheOldOneIsClosed() throws Exception {
        String overlap = "reload: { swap: overlap, probation: 1s }\n";
        put("every 20ms", "first", "plain", overlap);
        home.start();
        awaitOnEach("1.0.0 first#1 runs");
        put("every 20ms", "second", "plain", overlap);
        awaitOnEach("1.0.0 first#1 closes");
        for (String runner : RUNNERS) {
            assertOrder(runner, "second#2 starts", "first#1 closes");
        }
    }

    @Test
    void aReconfigurableTaskTakesItsConfigWhereItRuns() throws Exception {
        put("every 50ms", "first", "pliable", "");
        home.start();
        awaitOnEach("1.0.0 first#1 runs");
        put("every 50ms", "second", "pliable", "");
        awaitOnEach("1.0.0 second#1 runs");
        for (String runner : RUNNERS) {
            assertEquals(pid(runner, "first#1 runs"), pid(runner, "second#1 runs"));
        }
        assertNotEquals(ProcessHandle.current().pid(), pid("process", "second#1 runs"));
    }

    /** A file for each runner, with the runner's name. */
    private void put(String schedule, String message, String kind, String more) throws IOException {
        for (String runner : RUNNERS) {
            home.task(
                    runner,
                    "plugin: traveller\nschedule: " + schedule + "\nrunner: " + runner + "\n" + more
                            + "config: { message: " + message + ", kind: " + kind + " }\n");
        }
    }

    private void awaitOnEach(String event) {
        RUNNERS.forEach(runner -> Logbook.of(home, runner).await(event));
    }

    private void assertOrder(String task, String... events) {
        List<String> all = Logbook.of(home, task).lines();
        List<Integer> places = new ArrayList<>();
        for (String event : events) {
            places.add(all.indexOf(firstOf(task, event)));
        }
        assertEquals(
                places.stream().sorted().toList(), places, () -> task + ": " + List.copyOf(new LinkedHashSet<>(all)));
    }

    private long pid(String task, String event) {
        return Logbook.of(home, task).pid(event);
    }

    private String firstOf(String task, String event) {
        List<String> all = Logbook.of(home, task).lines();
        assertTrue(all.stream().anyMatch(line -> line.contains(event)), () -> event + " is not in " + all);
        return all.stream().filter(line -> line.contains(event)).findFirst().orElseThrow();
    }

    private static PluginJar jar(String version) {
        return PluginJar.named("traveller")
                .version(version)
                .source("traveller.Factory", FACTORY.replace("VERSION", version))
                .factory("traveller.Factory");
    }
}
