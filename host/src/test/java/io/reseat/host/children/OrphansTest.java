package io.reseat.host.children;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class OrphansTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final List<ProcessHandle> all = new ArrayList<>();

    @AfterEach
    void endAll() {
        all.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void nothingOutlivesAHostThatIsKilled() throws Exception {
        Process host = startHost(3);
        List<ProcessHandle> below = below(host);
        assertEquals(3 * 3 + 1, below.size());
        List<ProcessHandle> grandchildren = host.descendants().toList();
        assertTrue(grandchildren.size() > below.size(), "the shell's child and the warden");
        all.addAll(grandchildren);
        host.destroyForcibly();
        await().atMost(PATIENCE).until(() -> grandchildren.stream().allMatch(Played::gone));
    }

    @Test
    void aStoppedChildOfAKilledHostEndsToo() throws Exception {
        Process host = startHost(1);
        List<ProcessHandle> below = below(host);
        below.forEach(process -> signal("STOP", process));
        host.destroyForcibly();
        await().atMost(PATIENCE).until(() -> below.stream().allMatch(Played::gone));
    }

    @Test
    void whatSurvivesTheWardenIsSweptAtTheNextStart() throws Exception {
        Process host = startHost(1);
        List<ProcessHandle> below = below(host);
        below.forEach(process -> signal("STOP", process));
        ProcessHandle warden = host.children()
                .filter(child -> below.stream().noneMatch(child::equals))
                .findFirst()
                .orElseThrow();
        warden.destroyForcibly();
        host.destroyForcibly();
        host.waitFor();
        assertFalse(below.stream().anyMatch(Played::gone), "they are stopped, and nobody ended them");
        new Played(home).close();
        await().atMost(PATIENCE).until(() -> below.stream().allMatch(Played::gone));
        assertEquals(List.of(), records());
    }

    @Test
    void aSweepLeavesAProcessAloneThatHasANumberOfBefore() throws Exception {
        Process other = new ProcessBuilder("sleep", "1000").start();
        all.add(other.toHandle());
        new ProcessRecord(other.pid(), "long ago", "0-", "task t").write(home.resolve("data/processes"));
        new Played(home).close();
        assertTrue(other.isAlive());
        assertEquals(List.of(), records());
    }

    @Test
    void aWardenThatWasKilledIsReplacedAndKnowsAll() throws Exception {
        Process first = new ProcessBuilder("sleep", "1000").start();
        Process second = new ProcessBuilder("sleep", "1000").start();
        all.addAll(List.of(first.toHandle(), second.toHandle()));
        try (Played host = new Played(home)) {
            host.children.started("first", first.toHandle());
            ProcessHandle warden = warden(first, second).orElseThrow();
            warden.destroyForcibly();
            await().atMost(PATIENCE).until(() -> Played.gone(warden));
            host.children.started("second", second.toHandle());
            assertTrue(warden(first, second).isPresent(), "a warden again");
        }
        await().atMost(PATIENCE).until(() -> !first.isAlive() && !second.isAlive());
    }

    private static Optional<ProcessHandle> warden(Process... others) {
        return ProcessHandle.current()
                .children()
                .filter(child -> Stream.of(others).noneMatch(other -> other.pid() == child.pid()))
                .findFirst();
    }

    private Process startHost(int children) throws IOException {
        Files.createDirectories(home.resolve("logs"));
        Process host = new ProcessBuilder(
                        Played.program().java().toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlayedHost.class.getName(),
                        home.toString(),
                        Integer.toString(children),
                        pids().toString())
                .inheritIO()
                .start();
        all.add(host.toHandle());
        return host;
    }

    private Path pids() {
        return home.resolve("pids");
    }

    /** What the host says that it started, once all is started. */
    private List<ProcessHandle> below(Process host) throws IOException {
        await().atMost(PATIENCE.multipliedBy(2)).until(() -> Files.exists(pids()) || !host.isAlive());
        List<ProcessHandle> below = Files.readAllLines(pids()).stream()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
        all.addAll(below);
        return below;
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .start()
                            .waitFor());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> records() throws IOException {
        Path folder = home.resolve("data/processes");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).toList();
        }
    }
}
