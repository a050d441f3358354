package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationNumbersTest {
    private static final TaskName A = new TaskName("a");
    private static final TaskName B = new TaskName("b");

    @TempDir
    Path folder;

    private final List<Problem> problems = new ArrayList<>();

    private GenerationNumbers open() throws IOException {
        return GenerationNumbers.open(file(), problems::add);
    }

    private Path file() {
        return folder.resolve("numbers");
    }

    @Test
    void eachTaskCountsFromOne() throws IOException {
        try (GenerationNumbers numbers = open()) {
            assertEquals(
                    List.of(1L, 2L, 1L, 3L),
                    List.of(numbers.next(A), numbers.next(A), numbers.next(B), numbers.next(A)));
        }
    }

    @Test
    void theEpochRisesWithEachStartAlsoAfterAKill() throws IOException {
        GenerationNumbers killed = open();
        assertEquals(1, killed.epoch());
        try (GenerationNumbers numbers = open()) {
            assertEquals(2, numbers.epoch());
        }
        Files.writeString(folder.resolve("epoch"), "two");
        try (GenerationNumbers numbers = open()) {
            assertTrue(numbers.epoch() > 1_000_000_000);
        }
        assertEquals(1, problems.size());
        try (GenerationNumbers numbers = open()) {
            assertTrue(numbers.epoch() > 1_000_000_001);
        }
    }

    @Test
    void aRestartGoesOnWithoutAGap() throws IOException {
        try (GenerationNumbers numbers = open()) {
            numbers.next(A);
            numbers.next(A);
            numbers.reserve(List.of(B));
        }
        try (GenerationNumbers numbers = open()) {
            assertEquals(3, numbers.next(A));
            assertEquals(1, numbers.next(B));
        }
    }

    @Test
    void noNumberComesTwiceAfterAKill() throws IOException {
        Set<Long> taken = new HashSet<>();
        for (int start = 0; start < 5; start++) {
            GenerationNumbers killed = open(); // and never closed
            for (int i = 0; i < 100; i++) {
                assertTrue(taken.add(killed.next(A)));
            }
        }
    }

    @Test
    void aKillInTheMiddleOfAWriteIsNoDamage() throws IOException {
        GenerationNumbers killed = open();
        long last = killed.next(A);
        Files.writeString(file(), "b 12", StandardOpenOption.APPEND);
        try (GenerationNumbers numbers = open()) {
            assertTrue(numbers.next(A) > last);
            assertEquals(1, numbers.next(B));
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void damagedLinesAreReportedAndTheRestCounts() throws IOException {
        Files.writeString(file(), "a 64\n\0\0\0\0\nb 128\n");
        try (GenerationNumbers numbers = open()) {
            assertEquals(65, numbers.next(A));
            assertEquals(129, numbers.next(B));
        }
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).message().contains("kept as numbers.corrupt-"), problems.toString());
    }

    @Test
    void aLostJournalIsMadeGoodByWhatIsKeptOfATask() throws IOException {
        try (GenerationNumbers numbers = open()) {
            numbers.reserve(List.of(A, B), task -> task.equals(A) ? 70 : 0);
            assertEquals(71, numbers.next(A));
            assertEquals(1, numbers.next(B));
            numbers.reserve(List.of(A), task -> {
                throw new AssertionError("what the journal knows is not looked up");
            });
        }
        try (GenerationNumbers numbers = open()) {
            assertEquals(72, numbers.next(A));
        }
    }

    @Test
    void aDamagedJournalIsMadeGoodByWhatIsKeptOfATask() throws IOException {
        Files.writeString(file(), "a 64\n\0\0\0\0\nb 128\n");
        GenerationNumbers killed = open();
        killed.reserve(List.of(A, B), task -> 100);
        assertEquals(101, killed.next(A));
        assertEquals(129, killed.next(B));
        assertTrue(open().next(A) > 101);
    }

    @Test
    void takingAReservedNumberWritesNothing() throws IOException {
        try (GenerationNumbers numbers = open()) {
            numbers.reserve(List.of(A));
            long size = Files.size(file());
            for (int i = 0; i < GenerationNumbers.BLOCK / 2 - 1; i++) {
                numbers.next(A);
            }
            assertEquals(size, Files.size(file()));
        }
    }

    @Test
    void aBlockIsExtendedBeforeItIsUsedUp() throws IOException {
        try (GenerationNumbers numbers = open()) {
            numbers.reserve(List.of(A));
            long size = Files.size(file());
            for (int i = 0; i < GenerationNumbers.BLOCK / 2; i++) {
                numbers.next(A);
            }
            Awaitility.await().until(() -> Files.size(file()) > size);
        }
    }

    @Test
    void reservingForTenThousandTasksIsOneWrite() throws IOException {
        List<TaskName> tasks =
                IntStream.range(0, 10_000).mapToObj(i -> new TaskName("t" + i)).toList();
        try (GenerationNumbers numbers = open()) {
            numbers.reserve(tasks);
            long size = Files.size(file());
            for (TaskName task : tasks) {
                assertEquals(1, numbers.next(task));
            }
            assertEquals(size, Files.size(file()));
        }
    }

    @Test
    void manyThreadsGetDifferentNumbers() throws Exception {
        Set<Long> taken = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (GenerationNumbers numbers = open()) {
            List<Callable<Void>> takers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                takers.add(() -> {
                    for (int i = 0; i < 500; i++) {
                        assertTrue(taken.add(numbers.next(A)));
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(takers)) {
                done.get();
            }
            assertEquals(2001, numbers.next(A));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aFailedWriteDoesNotLoseTheNextOnes() throws IOException {
        NumberJournal journal = NumberJournal.open(file(), problems::add);
        journal.append(Map.of(A, 64L));
        journal.close(Map.of()); // its stream can be written to no more, as on a full disk
        assertThrows(IOException.class, () -> journal.append(Map.of(A, 128L)));
        journal.append(Map.of(B, 64L));
        GenerationNumbers numbers = open();
        assertEquals(65, numbers.next(A));
        assertEquals(65, numbers.next(B));
    }

    @Test
    void nothingIsNumberedAfterTheEnd() throws IOException {
        GenerationNumbers numbers = open();
        numbers.next(A);
        numbers.close();
        numbers.close();
        assertThrows(IllegalStateException.class, () -> numbers.next(A));
    }
}
