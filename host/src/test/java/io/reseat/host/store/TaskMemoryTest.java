package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Digest;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskMemoryTest {
    private static final TaskName TASK = new TaskName("heartbeat");
    private static final Digest CONFIG = Digest.of(new byte[] {1});

    @TempDir
    Path folder;

    private final List<Problem> problems = new ArrayList<>();
    private TaskMemory memory;

    @BeforeEach
    void open() throws IOException {
        memory = TaskMemory.open(folder, problems::add);
    }

    @Test
    void aTaskThatIsNotKnownHasNothing() {
        assertEquals(Optional.empty(), memory.state(TASK));
        assertEquals(Optional.empty(), memory.completed(TASK));
        assertFalse(memory.paused(TASK));
    }

    @Test
    void whatIsSavedIsThereAfterARestart() throws IOException {
        StateSnapshot state = new StateSnapshot(2, "1.2.0", 7, Map.of("offset", 12, "names", List.of("a", "b")));
        memory.saveState(TASK, state);
        memory.rememberPaused(TASK, true);
        memory.rememberCompleted(TASK, CONFIG);
        memory.rememberPaused(new TaskName("other"), true);
        memory.flush(TASK);
        TaskMemory next = TaskMemory.open(folder, problems::add);
        assertEquals(Optional.of(state), next.state(TASK));
        assertEquals(12L, next.state(TASK).orElseThrow().values().get("offset"));
        assertTrue(next.paused(TASK));
        assertEquals(Optional.of(CONFIG), next.completed(TASK));
        assertEquals(List.of(), problems);
    }

    @Test
    void aStateThatIsSetAsideIsForgottenAndStaysInAFileOfItsOwn() throws IOException {
        memory.rememberPaused(TASK, true);
        memory.saveState(TASK, new StateSnapshot(1, "1.0.0", 7, Map.of("rows", 12)));
        Path aside = memory.setStateAside(TASK, 8).orElseThrow();
        assertEquals(Optional.empty(), memory.state(TASK));
        assertFalse(Files.exists(aside)); // nobody waits for the disk
        memory.flush(TASK);
        assertEquals(folder.resolve("heartbeat.json.before-8"), aside);
        assertTrue(Files.readString(aside).contains("12"));
        TaskMemory next = TaskMemory.open(folder, problems::add);
        assertEquals(Optional.empty(), next.state(TASK));
        assertTrue(next.paused(TASK));
        assertEquals(Optional.empty(), next.setStateAside(TASK, 9), "there is none");
    }

    @Test
    void whatTheNextGenerationSavedAlreadyIsNotSetAside() throws IOException {
        StateSnapshot newer = new StateSnapshot(1, "1.0.0", 8, Map.of("rows", 0));
        memory.saveState(TASK, new StateSnapshot(1, "1.0.0", 7, Map.of("rows", 12)));
        memory.saveState(TASK, newer);
        memory.setStateAside(TASK, 8);
        assertEquals(Optional.of(newer), memory.state(TASK));
    }

    @Test
    void eachFlagLeavesTheOthersAlone() throws IOException {
        memory.saveState(TASK, state(1, "a"));
        memory.rememberPaused(TASK, true);
        memory.rememberPaused(TASK, false);
        assertEquals(Optional.of(state(1, "a")), memory.state(TASK));
        assertFalse(memory.paused(TASK));
    }

    @Test
    void whatTheDiskDidNotTakeIsReadBackAndWrittenWithTheNext() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("heartbeat.json.tmp/full"));
        memory.rememberState(TASK, state(1, "kept"));
        assertThrows(IOException.class, () -> memory.flush(TASK));
        assertEquals(Optional.of(state(1, "kept")), memory.state(TASK));
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        memory.rememberPaused(TASK, true);
        memory.flush(TASK);
        TaskMemory next = TaskMemory.open(folder, problems::add);
        assertEquals(Optional.of(state(1, "kept")), next.state(TASK));
        assertTrue(next.paused(TASK));
    }

    @Test
    void aLateCheckpointOfAnOlderGenerationIsDropped() throws IOException {
        memory.saveState(TASK, state(5, "new"));
        memory.saveState(TASK, state(4, "late"));
        assertEquals(Optional.of(state(5, "new")), memory.state(TASK));
        memory.saveState(TASK, state(5, "newer"));
        assertEquals(Optional.of(state(5, "newer")), memory.state(TASK));
    }

    @Test
    void aDamagedFileIsKeptAsideAndReported() throws IOException {
        Path file = Files.writeString(folder.resolve("heartbeat.json"), "{\"format\":1,\"paused\":tr");
        assertEquals(Optional.empty(), memory.state(TASK));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).message().contains("task heartbeat"), problems.toString());
        try (Stream<Path> files = Files.list(folder)) {
            Path aside = files.findFirst().orElseThrow();
            assertTrue(aside.getFileName().toString().startsWith("heartbeat.json.corrupt-"), aside.toString());
            assertEquals("{\"format\":1,\"paused\":tr", Files.readString(aside));
        }
        assertFalse(Files.exists(file));
        memory.rememberPaused(TASK, true);
        assertTrue(memory.paused(TASK));
    }

    @Test
    void aFileOfANewerHostIsKeptAside() throws IOException {
        Files.writeString(folder.resolve("heartbeat.json"), "{\"format\":2,\"paused\":false}");
        memory.state(TASK);
        assertTrue(problems.get(0).message().contains("newer version"), problems.toString());
    }

    @Test
    void aFileThatCannotBeReadNowIsNotTakenForAnEmptyOne() throws IOException {
        Files.createDirectory(folder.resolve("heartbeat.json"));
        assertThrows(UncheckedIOException.class, () -> memory.state(TASK));
        assertThrows(UncheckedIOException.class, () -> memory.rememberPaused(TASK, true));
        assertTrue(Files.exists(folder.resolve("heartbeat.json")));
    }

    @Test
    void whatAKilledWriterLeftIsNotRead() throws IOException {
        memory.saveState(TASK, state(1, "whole"));
        Files.writeString(folder.resolve("heartbeat.json.tmp"), "{\"form");
        TaskMemory next = TaskMemory.open(folder, problems::add);
        assertEquals(Optional.of(state(1, "whole")), next.state(TASK));
        next.saveState(TASK, state(2, "next"));
        assertEquals(Optional.of(state(2, "next")), next.state(TASK));
    }

    @Test
    void anInterruptedThreadSavesAndStaysInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        try {
            memory.saveState(TASK, state(3, "last words"));
            assertEquals(Optional.of(state(3, "last words")), memory.state(TASK));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 1; i <= 40; i++) {
                StateSnapshot state = state(i, "g" + i);
                boolean paused = i == 20;
                all.add(threads.submit(() -> {
                    memory.saveState(TASK, state);
                    if (paused) {
                        memory.rememberPaused(TASK, true);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(Optional.of(state(40, "g40")), memory.state(TASK));
        assertTrue(memory.paused(TASK));
    }

    private static StateSnapshot state(long generation, String text) {
        return new StateSnapshot(1, "1.0.0", generation, Map.of("text", text));
    }
}
