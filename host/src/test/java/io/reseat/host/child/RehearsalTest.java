package io.reseat.host.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child JVM does while it stands by, as its host asks for it. */
class RehearsalTest {
    private static final Map<String, Object> LIVES = Map.of("lives", 2L);

    @TempDir
    Path directory;

    private ChildJvm child;

    @BeforeEach
    void start() throws Exception {
        child = ChildJvm.start(ChildMain.class, "-Xlog:class+load:file=" + loaded());
    }

    @AfterEach
    void end() {
        child.close();
    }

    @Test
    void theFirstRealGenerationNeedsHardlyAClassOfTheHostAfterIt() throws Exception {
        child.ask("open", HostedProbe.opening(directory));
        child.ask("rehearse", LIVES);
        int before = hostClasses().size();
        child.ask("build", HostedProbe.building(directory, "nothing"));
        for (String step : List.of("start", "check", "run", "save", "stopping", "close")) {
            child.ask(step, Map.of("g", 7L, "now", true));
        }
        List<String> late = hostClasses().subList(before, hostClasses().size());
        // More than a hundred are on the way; a slow machine may need the few that send a line of the log.
        assertTrue(late.size() <= 10, () -> "loaded only then: " + late);
    }

    @Test
    void itLeavesNothingBehind() throws Exception {
        child.ask("open", HostedProbe.opening(directory));
        child.ask("rehearse", LIVES);
        Object threads = child.ask("ping", Map.of()).get("threads");
        for (int i = 0; i < 5; i++) {
            child.ask("rehearse", LIVES);
        }
        Awaitility.await()
                .atMost(Patience.PATIENCE)
                .untilAsserted(
                        () -> assertEquals(threads, child.ask("ping", Map.of()).get("threads")));
        assertEquals(
                List.of(),
                List.copyOf(child.told.stream()
                        .filter(told -> !told.what().equals("hello"))
                        .toList()));
        assertFalse(Files.exists(directory.resolve("scratch/rehearsal")));
    }

    @Test
    void oneThatFailsIsRefusedAndTheRealPluginIsBuiltAllTheSame() throws Exception {
        Files.writeString(directory.resolve("scratch"), "no folder can be made here");
        child.ask("open", HostedProbe.opening(directory));
        Assertions.assertThrows(ExecutionException.class, () -> child.ask("rehearse", LIVES));
        child.ask("build", HostedProbe.building(directory, "print"));
        child.ask("start", HostedProbe.G);
        child.ask("run", HostedProbe.G);
        child.await("out", "line", "cycle 1");
    }

    private Path loaded() {
        return directory.resolve("loaded.txt");
    }

    /** In the order in which they were loaded, lambdas among them. */
    private List<String> hostClasses() throws IOException {
        return Files.readAllLines(loaded()).stream()
                .filter(line -> line.contains(" io.reseat.host."))
                .toList();
    }
}
