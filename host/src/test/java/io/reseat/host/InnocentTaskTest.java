package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskState;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A change is not held against its content where its child JVM is ended by something else in the middle of it. */
class InnocentTaskTest {
    private static final String FACTORY = """
            package innocent;
            import io.reseat.api.*;
            import java.nio.file.*;
            import java.util.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String act) {}
                public String type() { return "innocent"; }
                public Set<Swap> swaps() { return EnumSet.allOf(Swap.class); }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) {
                    return config.act().startsWith("pliable") ? new Pliable(config, context) : new Actor(config, context);
                }
                static class Actor implements Task {
                    volatile Config config;
                    final TaskContext context;
                    Actor(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public void run() throws Exception {
                        Files.writeString(context.dataDirectory().resolve("events.txt"),
                                config.act() + " #" + context.generation() + " pid " + ProcessHandle.current().pid() + "\\n",
                                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                        if (config.act().endsWith("waits")) await("go");
                        if (config.act().startsWith("service")) {
                            if (config.act().endsWith("later")) await("ready");
                            context.ready();
                            context.sleep(java.time.Duration.ofHours(1));
                        }
                        if (config.act().equals("ends") && Files.deleteIfExists(context.dataDirectory().resolve("end")))
                            System.exit(9); // the host knows who it was
                    }
                    void await(String file) throws Exception {
                        while (!Files.exists(context.dataDirectory().resolve(file))) Thread.sleep(10);
                    }
                }
                static final class Pliable extends Actor implements Reconfigurable<Config> {
                    Pliable(Config config, TaskContext context) { super(config, context); }
                    public void reconfigure(Config next) { config = next; }
                }
            }
            """;

    @RegisterExtension
    final TestHome home = TestHome.with(
            "innocent.jar",
            PluginJar.named("innocent").source("innocent.Factory", FACTORY).factory("innocent.Factory"));

    private final Logbook one = Logbook.of(home, "one");
    private final Logbook two = Logbook.of(home, "two");

    @Test
    void aConfigThatWasToBeTakenInPlaceIsBuiltInAnotherChild() throws Exception {
        home.task("one", task("every 50ms", "pliable waits", "isolation: plugin\n"));
        home.task("two", task("every 20ms", "ends", "isolation: plugin\n"));
        home.start();
        one.await("pliable waits #1");
        two.await("ends #1");
        home.task("one", task("every 50ms", "pliable next", "isolation: plugin\n"));
        home.awaitState("one", TaskState.RELOADING);
        touch("two", "end");
        one.await("pliable next #");
        assertTaken();
    }

    @Test
    void aServiceThatWasToOverlapIsBuiltInAnotherChild() throws Exception {
        String overlap = "isolation: plugin\nreload: { swap: overlap, probation: 100ms }\n";
        home.task("one", task("service", "service", overlap));
        home.task("two", task("every 20ms", "ends", "isolation: plugin\n"));
        home.start();
        one.await("service #1");
        two.await("ends #1");
        home.awaitState("one", TaskState.RUNNING);
        home.task("one", task("service", "service later", overlap));
        one.await("service later #2");
        touch("two", "end");
        await().until(() -> one.lines().stream()
                .anyMatch(line -> line.startsWith("service later #") && !line.startsWith("service later #2 ")));
        touch("one", "ready");
        assertTaken();
    }

    @Test
    void oneThatIsLostWhileTheOldOneDrainsTakesNoPlace() throws Exception {
        home.task("one", task("every 50ms", "waits", ""));
        home.start();
        one.await("waits #1");
        long old = one.lastPid();
        home.task("one", task("every 50ms", "next", ""));
        home.awaitState("one", TaskState.RELOADING);
        ProcessHandle next = ProcessHandle.current()
                .descendants()
                .filter(each -> each.pid() != old
                        && each.info().commandLine().orElse("").contains("ChildMain"))
                .findFirst()
                .orElseThrow();
        next.destroyForcibly();
        await().until(() -> !next.isAlive());
        await().until(() -> log().contains("process " + next.pid())); // the host knows
        touch("one", "go");
        one.await("next #3");
        assertTaken();
        await().untilAsserted(() -> assertEquals(
                List.of(),
                home.control().lastReports(9).stream()
                        .filter(report -> report.outcome() == Outcome.RELOADED && report.toGeneration() == 2)
                        .toList(),
                "a corpse took its place"));
    }

    /** The change came out well in the end, and nothing is held. */
    private void assertTaken() {
        await().until(() -> home.task("one").state() == TaskState.RUNNING
                && home.task("one").lastReload().filter(ReloadReport::ok).isPresent());
        await().untilAsserted(() -> assertTrue(
                home.task("one").problems().isEmpty(), () -> home.task("one").toString()));
    }

    private String log() throws IOException {
        return Files.readString(home.root.resolve("logs/reseat.log"));
    }

    private void touch(String task, String file) throws IOException {
        Files.writeString(home.root.resolve("data/tasks").resolve(task).resolve(file), "");
    }

    private static String task(String schedule, String act, String more) {
        return "plugin: innocent\nschedule: " + schedule + "\nrunner: process\nprocess: { heap: 32m }\n"
                + "restart: { backoff: 50ms..1s }\n" + more + "config: { act: " + act + " }\n";
    }
}
