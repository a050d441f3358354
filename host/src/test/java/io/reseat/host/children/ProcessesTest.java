package io.reseat.host.children;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.wire.Channel;
import io.reseat.host.wire.ProcessStart;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A number of a process may be given to another one before the end of the first is told. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ProcessesTest {
    private static final String MARKER = "processes-test-";

    @TempDir
    Path folder;

    private Processes processes;
    private Process process;

    @BeforeEach
    void start() throws Exception {
        processes = new Processes(folder, MARKER);
        process = new ProcessBuilder("sleep", "1000").start();
    }

    @AfterEach
    void end() throws Exception {
        process.destroyForcibly();
        processes.close();
    }

    @Test
    void theEndOfAnEarlierProcessOfTheSameNumberTakesNothingFromTheLater() {
        processes.add(process.toHandle(), "it");
        processes.remove(earlierOne());
        assertTrue(Files.exists(record()));
        processes.remove(process.toHandle());
        assertFalse(Files.exists(record()));
    }

    @Test
    void aProcessThatHasTheNumberOfOneThatWasToldIsNotKilledForIt() {
        Descendants descendants = new Descendants(MARKER + "1", processes, Runnable::run);
        descendants.started(process.pid(), "another time", "t");
        descendants.clear();
        assertTrue(process.isAlive());
        assertFalse(Files.exists(record()));
    }

    @Test
    void oneThatWasToldIsKeptUntilItsOwnEndIsTold() {
        String start = ProcessStart.of(process.toHandle()).orElseThrow();
        Descendants descendants = new Descendants(MARKER + "1", processes, Runnable::run);
        descendants.started(process.pid(), start, "t");
        descendants.ended(process.pid(), "another time");
        assertTrue(Files.exists(record()));
        descendants.ended(process.pid(), start);
        assertFalse(Files.exists(record()));
        assertTrue(process.isAlive());
    }

    @Test
    void aJvmThatCannotBeRecordedIsNotLeftRunning() {
        List<ProcessHandle> started = new ArrayList<>();
        Channel.End nobody = new Training(null, null, null);
        assertThrows(
                IllegalStateException.class,
                () -> Jvm.start(new ProcessBuilder("sleep", "1000"), "test", nobody, null, process -> {
                    started.add(process);
                    throw new IllegalStateException("the disk is full");
                }));
        assertEquals(1, started.size());
        await().atMost(Duration.ofSeconds(60)).until(() -> !started.get(0).isAlive());
    }

    private Path record() {
        return folder.resolve(Long.toString(process.pid()));
    }

    private ProcessHandle earlierOne() {
        return (ProcessHandle) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ProcessHandle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "pid" -> process.pid();
                    case "equals" -> false;
                    case "hashCode" -> 1;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
