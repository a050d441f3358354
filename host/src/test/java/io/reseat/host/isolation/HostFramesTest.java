package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.ask;
import static io.reseat.host.isolation.Realms.probe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostFramesTest {
    @TempDir
    Path directory;

    @Test
    void aFailureOfAPluginEndsWithItsOwnLowestFrame() throws Exception {
        try (Realms realms = new Realms(directory)) {
            LoaderRealm realm =
                    realms.open(probe("probe", "throw new IllegalStateException(\"outer\", new Error(\"inner\"));"));
            PluginFailure failure = assertThrows(PluginFailure.class, () -> ask(realm));
            List<String> lines = failure.stack().lines().toList();
            int own = (int) lines.stream()
                    .takeWhile(line -> !line.contains("probe.ProbeFactory.toString"))
                    .count();
            assertTrue(lines.get(own + 1).matches("\\s+… \\d+ frames of the host"), failure.stack());
            assertTrue(lines.get(own + 2).startsWith("Caused by: java.lang.Error: inner"), failure.stack());
            assertFalse(failure.stack().contains("io.reseat.host.isolation.Call"), failure.stack());
            realm.release();
        }
    }

    @Test
    void libraryAndJdkFramesOfThePluginStay() {
        String cut = cut("""
                java.io.IOException: no
                \tat java.base/java.nio.file.Files.newInputStream(Files.java:160)
                \tat lib.Unnamed.read(Unnamed.java:3)
                \tat io.reseat.host.lifecycle.GenerationContext.sleep(GenerationContext.java:9)
                \tat shop@1.0#4//shop.Task.run(Task.java:7)
                \tat java.base/java.util.concurrent.FutureTask.run(FutureTask.java:264)
                \tat io.reseat.host.lifecycle.WatchedRun.call(WatchedRun.java:60)
                \tat java.base/java.lang.Thread.run(Thread.java:840)
                """);
        assertEquals("""
                java.io.IOException: no
                \tat java.base/java.nio.file.Files.newInputStream(Files.java:160)
                \tat lib.Unnamed.read(Unnamed.java:3)
                \tat io.reseat.host.lifecycle.GenerationContext.sleep(GenerationContext.java:9)
                \tat shop@1.0#4//shop.Task.run(Task.java:7)
                \tat java.base/java.util.concurrent.FutureTask.run(FutureTask.java:264)
                \t… 2 frames of the host
                """, cut);
    }

    @Test
    void aStackWithoutAPluginStaysWhole() {
        String stack = """
                java.lang.IllegalStateException: of the host
                \tat io.reseat.host.lifecycle.WatchedRun.call(WatchedRun.java:60)
                \tat java.base@17.0.1/java.lang.Thread.run(Thread.java:840)
                """;
        assertEquals(stack, cut(stack));
        assertEquals("", cut(""));
    }

    @Test
    void aThreadThatThePluginStartedKeepsItsFrames() {
        String stack = """
                WAITING
                    at java.base/java.lang.Object.wait(Native Method)
                    at shop@1.0#4//shop.Own.run(Own.java:7)
                    at java.base/java.lang.Thread.run(Thread.java:840)""".replace("\n", System.lineSeparator());
        assertEquals(stack, HostFrames.cut(stack));
    }

    private static String cut(String stack) {
        return HostFrames.cut(stack).replace(System.lineSeparator(), "\n");
    }
}
