package io.reseat.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PythonTwinTest {
    private static final Path PROGRAM = Path.of("python/four_ways.py");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @BeforeEach
    void thereIsPython() throws IOException {
        assumeTrue(PythonTwin.version().isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal-fork", "signal-spawn", "queue", "thread", "asyncio"})
    void eachWayTakesUpOneConfigAfterAnother(String way) throws IOException {
        try (PythonTwin twin = start(way)) {
            for (int i = 0; i < 3; i++) {
                Change change = twin.nextConfig();
                long published = change.publish();
                assertTrue(twin.pulses().await(change.marker(), PATIENCE).nanos() > published);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal-fork", "signal-spawn"})
    void aProcessForEachConfigIsAnotherOneAfterAChangeAndAfterAKill(String way) throws IOException {
        try (PythonTwin twin = start(way)) {
            long first = twin.pulses().awaitCount(1, PATIENCE).process();
            Change change = twin.nextConfig();
            change.publish();
            Pulse changed = last(twin.pulses().readUntil(change.marker(), PATIENCE));
            assertNotEquals(first, changed.process());
            ProcessHandle.of(changed.process()).orElseThrow().destroyForcibly();
            Pulse launched = last(twin.pulses().readUntilNot(changed.process(), PATIENCE));
            assertEquals(change.marker(), launched.config());
        }
    }

    @Test
    void aWorkerThatIsToldStaysInItsProcess() throws IOException {
        try (PythonTwin twin = start("queue")) {
            long first = twin.pulses().awaitCount(1, PATIENCE).process();
            Change change = twin.nextConfig();
            change.publish();
            assertEquals(first, twin.pulses().await(change.marker(), PATIENCE).process());
        }
    }

    private PythonTwin start(String way) throws IOException {
        return PythonTwin.start(PROGRAM, way, folder.resolve(way));
    }

    private static Pulse last(List<Pulse> pulses) {
        return pulses.get(pulses.size() - 1);
    }
}
