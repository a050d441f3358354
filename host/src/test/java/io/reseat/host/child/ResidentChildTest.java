package io.reseat.host.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.wire.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real main class with a real plugin, driven as its host drives it. */
class ResidentChildTest {
    @TempDir
    Path directory;

    private ChildJvm child;

    @BeforeEach
    void start() throws Exception {
        child = ChildJvm.start(ChildMain.class);
    }

    @AfterEach
    void end() {
        child.close();
    }

    @Test
    void aPluginIsOpenedBuiltRunAndClosed() throws Exception {
        Map<String, Object> opened = child.ask("open", HostedProbe.opening(directory));
        assertEquals("probe@1.0.0#1", opened.get("name"));
        Map<String, Object> built = child.ask("build", HostedProbe.building(directory, "print"));
        assertEquals(false, built.get("stateful"));
        child.ask("start", HostedProbe.G);
        Map<String, Object> ran = child.ask("run", HostedProbe.G);
        assertTrue((Long) ran.get("bytes") > 0, ran.toString());
        child.ask("run", HostedProbe.G);
        child.ask("close", HostedProbe.G);
        child.await("out", "line", "closed");
        assertEquals(List.of("cycle 1", "cycle 2", "closed"), printed());
        assertTrue(child.told("out").stream().allMatch(line -> line.text("task").equals("beat")));
    }

    @Test
    void theLoggerOfATaskReachesTheHost() throws Exception {
        build("log");
        child.ask("run", HostedProbe.G);
        ChildJvm.Told line = child.await("log", "message", "cycle 1");
        assertEquals(List.of("task.beat", "beat"), List.of(line.text("logger"), line.text("task")));
    }

    @Test
    void aCheckpointIsAskedOfTheHost() throws Exception {
        build("checkpoint");
        child.ask("run", HostedProbe.G);
        ChildJvm.Told asked = child.await("asked checkpoint", "g", "7");
        assertEquals(Map.of("cycles", 1L), asked.body().get("state"));
    }

    @Test
    void aFailureComesAsTextAndTheJvmGoesOn() throws Exception {
        build("throw");
        ExecutionException e = assertThrows(ExecutionException.class, () -> child.ask("run", HostedProbe.G));
        RefusedException refused = assertInstanceOf(RefusedException.class, e.getCause());
        assertTrue(refused.getMessage().contains("cycle 1"), refused.getMessage());
        assertTrue(child.process.isAlive());
    }

    @Test
    void anExitIsToldWithTheTaskAndTheLineOfThePlugin() throws Exception {
        build("exit");
        child.begin("run", HostedProbe.G);
        assertEquals(9, child.awaitEnd());
        String what = child.await("exiting", "task", "beat").text("what");
        assertTrue(what.startsWith("System.exit was called at probe.ProbeTask.run(ProbeTask.java:"), what);
    }

    @Test
    void aHaltEndsTheChildWithItsStatus() throws Exception {
        build("halt");
        child.begin("run", HostedProbe.G);
        assertEquals(8, child.awaitEnd());
        assertEquals(List.of(), child.told("exiting"));
    }

    @Test
    void noMemoryEndsTheChild() throws Exception {
        build("memory");
        child.begin("run", HostedProbe.G);
        assertEquals(3, child.awaitEnd());
    }

    @Test
    void whatAPluginWritesPastTheStreamsBreaksNothing() throws Exception {
        build("raw");
        child.ask("run", HostedProbe.G);
        child.ask("ping", Map.of()); // its descriptor is closed now
        child.await("out", "line", "line 99");
        assertTrue(child.noise.stream().anyMatch(line -> line.contains("half")), child.noise.toString());
    }

    @Test
    void aFloodDelaysNoAnswerForLong() throws Exception {
        build("flood");
        child.ask("run", HostedProbe.G);
        child.ask("ping", Map.of());
        assertTrue(printed().size() < 50_000, "all were told");
    }

    @Test
    void aProcessOfATaskIsToldAndEndsWithItsGeneration() throws Exception {
        build("process");
        child.ask("run", HostedProbe.G);
        ChildJvm.Told started = child.await("started", "task", "beat");
        ProcessHandle process =
                ProcessHandle.of((Long) started.body().get("pid")).orElseThrow();
        child.ask("close", HostedProbe.G);
        Awaitility.await().until(() -> !process.isAlive());
        child.await("ended", "pid", Long.toString(process.pid()));
    }

    @Test
    void endClosesWhatIsLeft() throws Exception {
        build("print");
        child.ask("end", Map.of());
        assertEquals(0, child.awaitEnd());
        child.await("out", "line", "closed");
    }

    private void build(String deed) throws Exception {
        HostedProbe.build(child, directory, deed);
    }

    private List<String> printed() {
        return child.told("out").stream().map(line -> line.text("line")).toList();
    }
}
