package io.reseat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real signals to a real host, whose one task does in each cycle what its config says. */
@DisabledOnOs(OS.WINDOWS)
class HostSignalsTest {
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

    @RegisterExtension
    final SignalledHome home = SignalledHome.with(FACTORY);

    @Test
    void hupLooksAtAllFilesAndTheHostGoesOn() throws Exception {
        assumeFalse(HostProcess.ignored(HostProcess.HUP), "whoever runs the tests has HUP ignored");
        HostProcess host = running("quick", "1h");
        host.signal("HUP");
        host.awaitOutput("HUP: looks at all files again");
        host.awaitOutput("HUP: 1 task: 1 unchanged");
        assertTrue(host.alive());
    }

    @Test
    void termWaitsForTheCycleThatRuns() throws Exception {
        HostProcess host = running("slow", "1h");
        host.signal("TERM");
        host.awaitOutput("stopping by TERM, once more stops at once: running cycles end first");
        Files.createFile(home.go);
        assertEquals(143, host.status());
        assertTrue(host.output().contains("stopped"), host.output());
        assertFalse(host.output().contains("cut off"), host.output());
        assertFalse(Files.exists(home.root.resolve("data/host.json")));
    }

    @Test
    void intWaitsToo() throws Exception {
        assumeFalse(HostProcess.ignored(HostProcess.INT), "whoever runs the tests has INT ignored");
        HostProcess host = running("slow", "1h");
        host.signal("INT");
        host.awaitOutput("stopping by INT");
        Files.createFile(home.go);
        assertEquals(130, host.status());
    }

    @Test
    void aCycleThatIsInterruptedAtTheDeadlineIsCutOff() throws Exception {
        HostProcess host = running("slow", "100ms");
        host.signal("TERM");
        assertEquals(HostSignals.CUT_OFF, host.status());
        assertTrue(host.output().contains("stopped; cut off: slow"), host.output());
    }

    @Test
    void aCycleThatHeedsNoInterruptIsCutOff() throws Exception {
        HostProcess host = running("deaf", "100ms");
        host.signal("TERM");
        assertEquals(HostSignals.CUT_OFF, host.status());
        assertTrue(host.output().contains("stopped; cut off: slow"), host.output());
    }

    @Test
    void aSecondSignalStopsAtOnce() throws Exception {
        HostProcess host = running("slow", "1h");
        host.signal("TERM");
        host.awaitOutput("stopping by TERM");
        host.signal("TERM");
        assertEquals(HostSignals.CUT_OFF, host.status());
        assertTrue(host.output().contains("TERM again: stopped at once; cut off: slow"), host.output());
        assertTrue(
                Files.readString(home.root.resolve("logs/reseat.log")).contains("TERM again: stopped at once"),
                "what is said last is in the log, too");
    }

    @Test
    void underNohupItIsSaidThatHupCannotArrive() throws Exception {
        HostProcess host = started(List.of("nohup"), List.of(), "quick", "1h");
        host.awaitOutput(
                "HUP will not reload, because it was ignored when the host was started, as nohup does with HUP;"
                        + " use: reseat reload");
        host.awaitOutput("cycle: quick");
        host.signal("HUP");
        host.signal("TERM");
        assertEquals(143, host.status());
        assertFalse(host.output().contains("HUP: "), host.output());
    }

    @Test
    void aJvmThatLeavesSignalsToTheSystemSaysSo() throws Exception {
        HostProcess host = started(List.of(), List.of("-Xrs"), "quick", "1h");
        host.awaitOutput("HUP will not reload, because the JVM was started with -Xrs");
        host.awaitOutput("TERM will not end cycles first, because the JVM was started with -Xrs");
    }

    private HostProcess running(String act, String drain) throws IOException {
        HostProcess host = started(List.of(), List.of(), act, drain);
        host.awaitOutput("looked at; ready");
        host.awaitOutput("cycle: " + act);
        if (!HostProcess.ignored(HostProcess.HUP)) { // by whoever runs the tests
            assertFalse(host.output().contains("HUP will"), host.output());
        }
        return host;
    }

    private HostProcess started(List<String> by, List<String> flags, String act, String drain) throws IOException {
        home.settings("drain: " + drain + "\n");
        home.task("slow", "", "act: " + act + ", ");
        return home.start(by, flags);
    }
}
