package io.reseat.host.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.child.ChildJvm.Told;
import io.reseat.host.wire.Channel;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChildLogTest {
    private ChildJvm child;

    @BeforeEach
    void start() throws Exception {
        child = ChildJvm.start(ProbeChild.class);
    }

    @AfterEach
    void end() {
        child.close();
    }

    @Test
    void helloIsSaidBeforeAnythingElse() throws Exception {
        child.ask("info", Map.of("text", "there"));
        Told hello = child.told.peek();
        assertEquals("hello", hello.what());
        assertEquals(
                Map.of(
                        "protocol",
                        Channel.VERSION,
                        "pid",
                        child.process.pid(),
                        "java",
                        Runtime.version().toString()),
                hello.body());
    }

    @Test
    void aLineIsToldWithItsLevelLoggerTaskAndThread() throws Exception {
        child.ask("info", Map.of("text", "there"));
        Told line = child.await("log", "message", "info there");
        assertEquals("INFO", line.text("level"));
        assertEquals("probe.a", line.text("logger"));
        assertEquals("probe", line.text("task"));
        assertTrue(line.text("thread").startsWith("Thread-"), line.text("thread"));
    }

    @Test
    void whatWasThrownIsToldAsText() throws Exception {
        child.ask("thrown", Map.of("text", "no port"));
        String thrown = child.await("log", "message", "failed").text("thrown");
        assertTrue(thrown.startsWith("java.lang.IllegalStateException: no port"), thrown);
        assertTrue(thrown.contains("at io.reseat.host.child.ProbeChild"), thrown);
    }

    @Test
    void levelsAreThoseOfTheHostAndOfTheNearestLoggerAbove() throws Exception {
        child.ask("debug", Map.of("text", "too early"));
        child.ask("levels", Map.of("probe", "DEBUG", "", "ERROR"));
        child.ask("debug", Map.of("text", "now"));
        child.ask("platform", Map.of("text", "below the root's"));
        child.ask("levels", Map.of());
        child.ask("debug", Map.of("text", "too late"));
        child.ask("info", Map.of("text", "the last"));
        child.await("log", "message", "the last");
        assertEquals(List.of("debug now", "info the last"), messages());
    }

    @Test
    void levelsComeWithAPluginToo() throws Exception {
        child.ask("info", Map.of("levels", Map.of("", "DEBUG"), "text", "open"));
        child.ask("debug", Map.of("text", "now"));
        child.await("log", "message", "debug now");
    }

    @Test
    void theLoggersOfThePlatformGoTheSameWay() throws Exception {
        child.ask("platform", Map.of("text", "logger"));
        child.ask("jul", Map.of("text", "logger"));
        Told platform = child.await("log", "message", "platform logger");
        Told jul = child.await("log", "message", "jul logger");
        assertEquals(List.of("WARN", "task.probe", "probe"), shown(platform));
        assertEquals(List.of("WARN", "probe.jul", "probe"), shown(jul));
        assertEquals(List.of(), child.told("out"));
    }

    @Test
    void aFloodIsToldOrCountedAndNothingElseIsLost() throws Exception {
        child.ask("flood", Map.of());
        child.ask("info", Map.of("text", "after it"));
        assertTrue((Long) child.ask("ping", Map.of()).get("heapUsed") < 64 << 20);
        child.ask("end", Map.of());
        child.awaitEnd();
        Awaitility.await().until(() -> toldOrCounted() == 100_000 + 1);
    }

    @Test
    void aLogLineAtTheEndOfTheStackDoesNotBreakTheChannel() throws Exception {
        child.ask("deep", Map.of("text", "deeper"));
        Awaitility.await()
                .until(
                        () -> { // what came with the flood may have been left out
                            child.ask("info", Map.of("text", "back from the depth"));
                            return messages().contains("info back from the depth");
                        });
        assertEquals(List.of(), List.copyOf(child.noise));
    }

    private long toldOrCounted() {
        return messages().stream()
                .mapToLong(text -> text.contains("were left out")
                        ? Long.parseLong(text.substring(0, text.indexOf(' ')))
                        : text.startsWith("flood") || text.equals("info after it") ? 1 : 0)
                .sum();
    }

    private List<String> messages() {
        return child.told("log").stream()
                .map(line -> line.text("message"))
                .filter(text -> !text.equals("closed"))
                .toList();
    }

    private static List<String> shown(Told line) {
        return List.of(line.text("level"), line.text("logger"), line.text("task"));
    }
}
