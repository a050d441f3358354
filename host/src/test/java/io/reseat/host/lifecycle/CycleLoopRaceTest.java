package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.model.Missed;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner, the clock and the thread of the cycle at once, on real time; a failure names its seed. */
class CycleLoopRaceTest {
    private static final List<Schedule> BUSY = List.of(
            new Schedule.Continuous(),
            new Schedule.Every(Duration.ofNanos(200_000)),
            new Schedule.Every(Duration.ofMillis(11)),
            new Schedule.Delay(Duration.ofNanos(100_000)));

    @TempDir
    Path folder;

    private final HostClock clock = new HostClock();
    private OpenRealm open;

    @BeforeEach
    void openRealm() throws Exception {
        open = OpenRealm.empty(folder);
    }

    @AfterEach
    void close() {
        open.close();
        clock.close();
    }

    @Test
    void runNowAnswersNoCycleThatDoesNotCome() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            ScriptedTask task = new ScriptedTask();
            task.cycle = () -> LockSupport.parkNanos(random(random, 20_000));
            CycleLoop loop = loop(task, new Schedule.Every(Duration.ofHours(1)));
            boolean halted = true;
            for (int step = 0; step < 10; step++) {
                if (random.nextInt(4) == 0) {
                    halted = toggle(loop, halted);
                }
                LockSupport.parkNanos(random(random, 30_000));
                int before = task.cycles.get();
                RunNow answer = loop.runNow();
                if (answer != RunNow.RUNNING) {
                    awaitCycles(task, before + 1, "seed " + seed + ", step " + step + " answered " + answer);
                }
            }
            assertHalts(loop, task, seed);
        }
    }

    @Test
    void haltsGoesAndRunNowsAgainstABusyScheduleLoseNothing() throws Exception {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            ScriptedTask task = new ScriptedTask();
            CycleLoop loop = loop(task, BUSY.get(seed % BUSY.size()));
            boolean halted = true;
            for (int step = 0; step < 20; step++) {
                switch (random.nextInt(4)) {
                    case 0, 1 -> halted = toggle(loop, halted);
                    case 2 -> loop.runNow();
                    default -> LockSupport.parkNanos(random(random, 300_000));
                }
            }
            if (halted) {
                loop.go();
            }
            int before = task.cycles.get();
            awaitCycles(task, before + 2, "seed " + seed + ": the schedule goes on");
            assertHalts(loop, task, seed);
        }
    }

    @RepeatedTest(3)
    void othersMayLookInterruptAndAskWhileTheOwnerHalts() throws Exception {
        ScriptedTask task = new ScriptedTask();
        task.cycle = () -> LockSupport.parkNanos(20_000);
        CycleLoop loop = loop(task, new Schedule.Every(Duration.ofNanos(50_000)));
        AtomicBoolean over = new AtomicBoolean();
        Thread other = new Thread(() -> {
            while (!over.get()) {
                loop.interrupt();
                loop.liveThread();
                loop.nextRun();
                loop.isOverdue();
            }
        });
        other.start();
        for (int round = 0; round < 1_000; round++) {
            loop.go();
            LockSupport.parkNanos(round % 7 * 10_000);
            loop.halt().get(60, TimeUnit.SECONDS);
            assertEquals(0, task.running());
        }
        over.set(true);
        other.join();
        assertEquals(1, task.most.get());
    }

    /** As the owner would: it goes on only after it had halted. */
    private static boolean toggle(CycleLoop loop, boolean halted) {
        if (halted) {
            loop.go();
        } else {
            loop.halt();
        }
        return !halted;
    }

    private static void assertHalts(CycleLoop loop, ScriptedTask task, int seed) {
        try {
            loop.halt().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("seed " + seed + ": the halt is not answered", e);
        }
        int cycles = task.cycles.get();
        assertEquals(0, task.running(), "seed " + seed);
        assertEquals(1, task.most.get(), "seed " + seed + ": two cycles at once");
        assertEquals(CycleLoop.State.HALTED, loop.state(), "seed " + seed);
        assertEquals(cycles, task.cycles.get(), "seed " + seed);
    }

    private static void awaitCycles(ScriptedTask task, int count, String message) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (task.cycles.get() < count) {
            assertTrue(System.nanoTime() < until, message);
            LockSupport.parkNanos(5_000);
        }
    }

    private static long random(Random random, int nanos) {
        synchronized (random) {
            return random.nextInt(nanos);
        }
    }

    private CycleLoop loop(ScriptedTask task, Schedule schedule) {
        CycleWork work = new CycleWork(
                task,
                Optional.empty(),
                new TaskName("t"),
                "t generation 1",
                open.realm.threads(),
                clock,
                new CycleCounters(),
                new Deaf());
        return new CycleLoop(work, new Firings(schedule, Missed.ONCE, clock.now()), Optional.empty());
    }

    private static final class Deaf implements CycleListener {
        @Override
        public void failed(PluginFailure failure, boolean waits) {
            throw new AssertionError(failure);
        }

        @Override
        public void wentWell() {}

        @Override
        public void completed() {}

        @Override
        public void overdue(String what, Duration timeout, String stack) {}
    }
}
