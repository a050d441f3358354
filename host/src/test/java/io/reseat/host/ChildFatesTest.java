package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.TaskState;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the system does to a child JVM, and what a plugin does with it: the child alone ends, and its task goes on. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ChildFatesTest {
    private static final String FACTORY = """
            package fated;
            import io.reseat.api.*;
            import java.nio.file.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String act) {}
                public String type() { return "fated"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) {
                    return () -> {
                        String pid = Long.toString(ProcessHandle.current().pid());
                        Path events = context.dataDirectory().resolve("events.txt");
                        boolean first = !Files.exists(events);
                        Files.writeString(events, "#" + context.generation() + " pid " + pid + "\\n",
                                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                        if (first && config.act().equals("crash"))
                            new ProcessBuilder("kill", "-SEGV", pid).start().waitFor();
                        if (first && config.act().equals("breed"))
                            new ProcessBuilder("sh", "-c", "while :; do sleep 1007 & sleep 0.05; done").start();
                    };
                }
            }
            """;

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.plugin(
                "fated.jar",
                PluginJar.named("fated")
                        .version("1.0.0")
                        .source("fated.Factory", FACTORY)
                        .factory("fated.Factory"));
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void aCrashInNativeCodeEndsTheChildAloneAndItsReportIsNamed() throws Exception {
        start("crash");
        awaitLine("#2 ");
        String error = home.task("one").lastError().orElseThrow().message();
        assertTrue(error.contains("hs_err_pid" + pid(0)), error);
        assertTrue(Files.exists(folder.resolve("logs/hs_err_pid" + pid(0) + ".log")), error);
        home.awaitState("one", TaskState.RUNNING);
    }

    @Test
    void aChildThatIsStoppedIsEndedAndItsTaskGoesOnInAnother() throws Exception {
        start("nothing");
        awaitLine("#1 ");
        ProcessHandle stopped = ProcessHandle.of(pid(0)).orElseThrow();
        assertEquals(
                0,
                new ProcessBuilder("kill", "-STOP", Long.toString(stopped.pid()))
                        .start()
                        .waitFor());
        awaitLine("#2 ");
        await().until(() -> !stopped.isAlive());
        String error = home.task("one").lastError().orElseThrow().message();
        assertTrue(error.contains("stopped"), error);
    }

    @Test
    void processesThatAProcessOfThePluginGoesOnStartingEndWithTheChild() throws Exception {
        start("breed");
        awaitLine("#1 ");
        ProcessHandle child = ProcessHandle.of(pid(0)).orElseThrow();
        await().until(() -> child.descendants().count() > 5);
        List<ProcessHandle> bred = child.descendants().toList();
        child.destroyForcibly();
        awaitLine("#2 ");
        await().until(() -> bred.stream().noneMatch(ProcessHandle::isAlive) && sleepers() == 0);
    }

    private void start(String act) throws Exception {
        home.task(
                "one",
                "plugin: fated\nschedule: every 50ms\nrunner: process\nreload: { probation: 0s }\n"
                        + "restart: { backoff: 50ms..1s }\nconfig: { act: " + act + " }\n");
        home.start();
    }

    private static long sleepers() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> process.info().commandLine().orElse("").contains("sleep 1007"))
                    .count();
        }
    }

    private void awaitLine(String text) {
        await().until(() -> lines().stream().anyMatch(line -> line.startsWith(text)));
    }

    private long pid(int line) throws IOException {
        String text = lines().get(line);
        return Long.parseLong(text.substring(text.lastIndexOf(' ') + 1));
    }

    private List<String> lines() throws IOException {
        Path file = folder.resolve("data/tasks/one/events.txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
