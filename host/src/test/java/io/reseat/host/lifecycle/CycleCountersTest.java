package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.isolation.Call;
import io.reseat.host.model.TaskStatus.Cycles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

class CycleCountersTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final CycleCounters counters = new CycleCounters();

    @Test
    void beforeTheFirstCycleNothingIsCounted() {
        assertEquals(Cycles.NONE, counters.read());
    }

    @Test
    void aRunningCycleIsSeen() {
        CycleCounters.Running running = counters.begin(FIRST);
        assertTrue(counters.read().running());
        assertEquals(Optional.of(FIRST), counters.read().lastStart());
        assertEquals(0, counters.read().ended());
        running.end(true);
        assertFalse(counters.read().running());
    }

    @Test
    void failuresInARowEndWithAGoodCycle() {
        for (boolean good : new boolean[] {false, true, false, false}) {
            counters.begin(FIRST).end(good);
        }
        assertEquals(1, counters.read().ended());
        assertEquals(3, counters.read().failed());
        assertEquals(2, counters.read().failedInARow());
        counters.begin(FIRST).end(true);
        assertEquals(0, counters.read().failedInARow());
    }

    @Test
    void timesAddUp() {
        for (int i = 0; i < 10; i++) {
            counters.begin(FIRST).end(i % 2 == 0);
        }
        Cycles cycles = counters.read();
        assertTrue(cycles.longest().compareTo(cycles.lastDuration()) >= 0);
        assertTrue(cycles.longest().compareTo(cycles.mean()) >= 0);
        assertTrue(cycles.mean().compareTo(Duration.ZERO) > 0);
    }

    @Test
    void whatACycleAllocatesAndComputesIsCounted() {
        CycleCounters.Running running = counters.begin(FIRST);
        byte[] filled = new byte[5_000_000];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = (byte) (i * 31);
        }
        running.end(filled[17] != 0);
        assertTrue(
                counters.read().allocatedBytes().orElseThrow() >= 5_000_000,
                counters.read().toString());
        assertTrue(
                counters.read().allocatedBytes().orElseThrow() < 50_000_000, "of this cycle, not of the whole thread");
        assertTrue(counters.read().cpu().orElseThrow().compareTo(Duration.ZERO) > 0);
    }

    @Test
    void whatARunningCycleAllocatesAndComputesIsCountedBeforeItEnds() {
        CycleCounters.Running service = counters.begin(FIRST);
        byte[] filled = new byte[5_000_000];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = (byte) (i * 31);
        }
        Cycles before = counters.read();
        assertTrue(before.allocatedBytes().orElseThrow() >= 5_000_000, before.toString());
        assertTrue(before.cpu().orElseThrow().compareTo(Duration.ZERO) > 0);
        service.end(filled[17] != 0);
        Cycles after = counters.read();
        assertTrue(
                after.allocatedBytes().orElseThrow() >= before.allocatedBytes().orElseThrow(),
                "counted once, and not taken back");
        assertTrue(after.allocatedBytes().orElseThrow() < 10_000_000, after.toString());
        assertTrue(after.cpu().orElseThrow().compareTo(before.cpu().orElseThrow()) >= 0);
    }

    /** The JVM measures none of them, so a figure would be wrong. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
    void whatACycleOnAVirtualThreadUsesIsUnknown(@TempDir Path folder) throws Exception {
        counters.begin(FIRST).end(true);
        assertTrue(counters.read().cpu().isPresent());
        try (OpenRealm open = OpenRealm.empty(folder)) {
            Call<Cycles> call = open.realm.threads().virtual().call("run()", () -> {
                CycleCounters.Running running = counters.begin(FIRST);
                Cycles meanwhile = counters.read();
                running.end(true);
                return meanwhile;
            });
            assertUnknown(call.result().toCompletableFuture().get(60, TimeUnit.SECONDS));
        }
        assertUnknown(counters.read());
        assertEquals(2, counters.read().ended());
        counters.begin(FIRST).end(true);
        assertTrue(counters.read().allocatedBytes().isPresent(), "back on a platform thread");
    }

    private static void assertUnknown(Cycles cycles) {
        assertEquals(Optional.empty(), cycles.cpu());
        assertEquals(OptionalLong.empty(), cycles.allocatedBytes());
    }

    @Test
    void anAbandonedCycleThatEndsLateLeavesItsSuccessorRunning() throws Exception {
        ExecutorService abandoned = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayEnd = new CountDownLatch(1);
            var old = abandoned.submit(() -> {
                CycleCounters.Running cycle = counters.begin(FIRST);
                begun.countDown();
                mayEnd.await();
                cycle.end(false);
                return null;
            });
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            CycleCounters.Running successor = counters.begin(FIRST.plusSeconds(1));
            mayEnd.countDown();
            old.get(60, TimeUnit.SECONDS);
            assertTrue(counters.read().running());
            Duration longest = counters.read().longest();
            successor.end(true);
            assertFalse(counters.read().running());
            assertTrue(counters.read().longest().compareTo(longest) >= 0);
            assertEquals(1, counters.read().ended());
        } finally {
            abandoned.shutdownNow();
        }
    }
}
