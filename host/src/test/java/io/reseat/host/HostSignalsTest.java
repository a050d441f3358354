package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real signals to a real host, whose one task does in each cycle what its config says. */
@DisabledOnOs(OS.WINDOWS)
class HostSignalsTest {
    private static final Duration LONG = Duration.ofSeconds(60); // a loaded machine
    private static final int HUP = 1;
    private static final int INT = 2;

    private static final String FACTORY = """
            package slow;
            import io.reseat.api.*;
            import java.nio.file.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String act, String until) {}
                public String type() { return "slow"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) {
                    return () -> {
                        System.out.println("cycle: " + config.act());
                        while (!config.act().equals("quick") && !Files.exists(Path.of(config.until()))) {
                            try {
                                Thread.sleep(10);
                            } catch (InterruptedException e) {
                                if (!config.act().equals("deaf")) throw e;
                            }
                        }
                    };
                }
            }
            """;

    @TempDir
    Path home;

    private final List<Process> hosts = new ArrayList<>();
    private Path go;

    @BeforeEach
    void plugin() throws IOException {
        go = home.resolve("go");
        Files.createDirectories(home.resolve("conf/tasks"));
        PluginJar.named("slow")
                .source("slow.Factory", FACTORY)
                .factory("slow.Factory")
                .writeTo(Files.createDirectory(home.resolve("plugins")).resolve("slow.jar"));
    }

    @AfterEach
    void end() {
        hosts.forEach(Process::destroyForcibly);
        hosts.forEach(host -> host.onExit().join());
    }

    @Test
    void hupLooksAtAllFilesAndTheHostGoesOn() throws Exception {
        assumeFalse(ignored(HUP), "whoever runs the tests has HUP ignored");
        Process host = running("quick", "30s");
        signal("HUP", host);
        awaitOutput("HUP: looks at all files again");
        awaitOutput("HUP: 1 task: 1 unchanged");
        assertTrue(host.isAlive());
    }

    @Test
    void termWaitsForTheCycleThatRuns() throws Exception {
        Process host = running("slow", "30s");
        signal("TERM", host);
        awaitOutput("stopping by TERM, once more stops at once: running cycles end first");
        Files.createFile(go);
        assertEquals(143, status(host));
        assertTrue(output().contains("stopped"), output());
        assertFalse(output().contains("cut off"), output());
        assertFalse(Files.exists(home.resolve("data/host.json")));
    }

    @Test
    void intWaitsToo() throws Exception {
        assumeFalse(ignored(INT), "whoever runs the tests has INT ignored");
        Process host = running("slow", "30s");
        signal("INT", host);
        awaitOutput("stopping by INT");
        Files.createFile(go);
        assertEquals(130, status(host));
    }

    @Test
    void aCycleThatIsInterruptedAtTheDeadlineIsCutOff() throws Exception {
        Process host = running("slow", "100ms");
        signal("TERM", host);
        assertEquals(HostSignals.CUT_OFF, status(host));
        assertTrue(output().contains("stopped; cut off: slow"), output());
    }

    @Test
    void aCycleThatHeedsNoInterruptIsCutOff() throws Exception {
        Process host = running("deaf", "100ms");
        signal("TERM", host);
        assertEquals(HostSignals.CUT_OFF, status(host));
        assertTrue(output().contains("stopped; cut off: slow"), output());
    }

    @Test
    void aSecondSignalStopsAtOnce() throws Exception {
        Process host = running("slow", "1h");
        signal("TERM", host);
        awaitOutput("stopping by TERM");
        signal("TERM", host);
        assertEquals(HostSignals.CUT_OFF, status(host));
        assertTrue(output().contains("TERM again: stopped at once; cut off: slow"), output());
        assertTrue(
                Files.readString(home.resolve("logs/reseat.log")).contains("TERM again: stopped at once"),
                "what is said last is in the log, too");
    }

    @Test
    void underNohupItIsSaidThatHupCannotArrive() throws Exception {
        Process host = started(List.of("nohup"), List.of(), "quick", "30s");
        awaitOutput("HUP will not reload, because it was ignored when the host was started, as nohup does with HUP;"
                + " use: reseat reload");
        awaitOutput("cycle: quick");
        signal("HUP", host);
        signal("TERM", host);
        assertEquals(143, status(host));
        assertFalse(output().contains("HUP: "), output());
    }

    @Test
    void aJvmThatLeavesSignalsToTheSystemSaysSo() throws Exception {
        started(List.of(), List.of("-Xrs"), "quick", "30s");
        awaitOutput("HUP will not reload, because the JVM was started with -Xrs");
        awaitOutput("TERM will not end cycles first, because the JVM was started with -Xrs");
    }

    private Process running(String act, String drain) throws IOException {
        Process host = started(List.of(), List.of(), act, drain);
        awaitOutput("looked at; ready");
        awaitOutput("cycle: " + act);
        assertFalse(output().contains("HUP will"), output());
        return host;
    }

    private Process started(List<String> by, List<String> flags, String act, String drain) throws IOException {
        Files.writeString(
                home.resolve("conf/reseat.yaml"),
                "drain: " + drain + "\n",
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
        task(act);
        List<String> command = new ArrayList<>(by);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("run", "--home", home.toString()));
        Process host = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("out").toFile())
                .start();
        hosts.add(host);
        return host;
    }

    private void task(String act) throws IOException {
        Files.writeString(
                home.resolve("conf/tasks/slow.yaml"),
                "plugin: slow\nschedule: every 100ms\nconfig: { act: " + act + ", until: '" + go + "' }\n");
    }

    /** As {@code kill} of a shell does: {@code Process.destroy} knows TERM alone. */
    private static void signal(String name, Process host) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(host.pid()))
                .inheritIO()
                .start();
        assertEquals(0, kill.waitFor());
    }

    private int status(Process host) throws Exception {
        assertTrue(host.waitFor(LONG.toSeconds(), TimeUnit.SECONDS), () -> "it runs on: " + text());
        return host.exitValue();
    }

    private void awaitOutput(String text) {
        await("'" + text + "' in the output of the host").atMost(LONG).until(() -> output().contains(text));
    }

    private String output() throws IOException {
        return Files.readString(home.resolve("out"));
    }

    private String text() {
        try {
            return output();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Whether this JVM inherited it so, and its children will, too. Known on Linux alone. */
    private static boolean ignored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> (signal - 1) & 1) == 1);
    }
}
