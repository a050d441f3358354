package io.reseat.host.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.SavedState;
import io.reseat.api.Stateful;
import io.reseat.api.Task;
import io.reseat.host.lifecycle.Generation.Ending;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.Schedule;
import io.reseat.host.store.StateSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

@SuppressWarnings("try") // tasks of this test that inherit a close that may throw anything
class GenerationTest {
    private static final Schedule TEN_SECONDS = new Schedule.Every(Duration.ofSeconds(10));
    private static final Duration DRAIN = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private OpenRealm open;
    private BuiltTask built;
    private ScriptedTask task = ScriptedTask.blocking();

    @BeforeEach
    void openRealm() throws Exception {
        open = OpenRealm.empty(folder);
        built = new BuiltTask(open, folder);
    }

    @AfterEach
    void close() {
        task.letGo();
        open.close();
    }

    @Test
    void aHaltLetsTheCycleEndWithinTheDrain() throws Exception {
        Generation generation = run(TEN_SECONDS);
        CompletableFuture<Ending> ending = generation.halt(DRAIN);
        pass(29);
        assertFalse(ending.isDone());
        task.letGo();
        assertEquals(Ending.ENDED, get(ending));
        built.heard.expect("well");
        assertEquals(0, built.time.waiting(), "interrupt and quarantine are called off");
    }

    @Test
    void theCycleIsInterruptedAtTheEndOfTheDrain() throws Exception {
        Generation generation = run(TEN_SECONDS);
        CompletableFuture<Ending> ending = generation.halt(DRAIN);
        pass(30);
        assertEquals(Ending.ENDED, get(ending));
        assertEquals(0, built.counters.read().failed());
    }

    @Test
    void aServiceIsInterruptedAtOnce() throws Exception {
        Generation generation = run(new Schedule.Service());
        CompletableFuture<Ending> ending = generation.halt(DRAIN);
        pass(0);
        assertEquals(Ending.ENDED, get(ending));
    }

    @Test
    void aCycleThatSwallowsInterruptsIsLeftAlone() throws Exception {
        task = ScriptedTask.deaf();
        Generation generation = run(TEN_SECONDS);
        CompletableFuture<Ending> ending = generation.halt(DRAIN);
        pass(32.9);
        assertFalse(ending.isDone());
        pass(0.1);
        assertEquals(Ending.QUARANTINED, get(ending));
        assertEquals(1, task.running());
        assertEquals(0, task.closed.get());
    }

    @Test
    void whatIsLeftAloneIsClosedWhenItEndsAtLast() throws Exception {
        task = ScriptedTask.deaf();
        Generation generation = run(TEN_SECONDS);
        CompletableFuture<Ending> ending = generation.halt(DRAIN);
        pass(33);
        get(ending);
        open.realm.release(); // its successor has the task by now
        task.letGo();
        await().until(() -> task.closed.get() == 1);
        assertEquals(0, task.running());
    }

    @Test
    void whatIsLeftAloneSavesNoCheckpointOverItsSuccessors() throws Exception {
        Checkpointing checkpointing = new Checkpointing();
        Generation generation = built.around(checkpointing, BuiltTask.spec(TEN_SECONDS));
        generation.run();
        CompletableFuture<Ending> ending = generation.halt(DRAIN);
        pass(33);
        assertEquals(Ending.QUARANTINED, get(ending));
        checkpointing.gate.countDown();
        assertInstanceOf(IllegalStateException.class, checkpointing.outcome.get(60, TimeUnit.SECONDS));
        assertEquals(Optional.empty(), built.memory.state(BuiltTask.NAME));
    }

    @Test
    void aHaltOfWhatDoesNotRunIsAnsweredAtOnce() {
        Generation generation = built.around(task, BuiltTask.spec(TEN_SECONDS));
        assertEquals(Ending.ENDED, generation.halt(DRAIN).getNow(Ending.QUARANTINED));
    }

    @Test
    void whatACycleChangesAboutItsThreadIsChangedBackBeforeTheNext() throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        ClassLoader own = open.realm.loader();
        task.cycle = () -> {
            Thread thread = Thread.currentThread();
            if (seen.size() == 3) {
                return;
            }
            seen.add(MDC.getCopyOfContextMap() + " " + (thread.getContextClassLoader() == own) + " "
                    + thread.getPriority());
            MDC.clear();
            MDC.put("order", "17");
            thread.setContextClassLoader(null);
            thread.setPriority(Thread.MIN_PRIORITY);
        };
        run(new Schedule.Continuous());
        await().until(() -> seen.size() == 3);
        assertEquals(Set.of("{task=shop} true 5"), Set.copyOf(seen));
    }

    @Test
    void aPauseNeverInterruptsACycle() throws Exception {
        Generation generation = run(TEN_SECONDS);
        CompletableFuture<Ending> ending = generation.pause(DRAIN);
        pass(100_000);
        assertFalse(ending.isDone());
        task.letGo();
        assertEquals(Ending.ENDED, get(ending));
    }

    @Test
    void aPauseThatIsTakenBackSaysSo() throws Exception {
        Generation generation = run(TEN_SECONDS);
        CompletableFuture<Ending> ending = generation.pause(DRAIN);
        generation.run();
        assertEquals(Ending.TAKEN_BACK, get(ending));
        assertEquals(1, task.running());
    }

    @Test
    void aServiceThatIsPausedAndHeedsNothingMayGoOn() throws Exception {
        task = ScriptedTask.deaf();
        Generation generation = run(new Schedule.Service());
        CompletableFuture<Ending> ending = generation.pause(DRAIN);
        pass(33);
        assertEquals(Ending.QUARANTINED, get(ending));
        generation.run();
        assertEquals(0, task.closed.get());
        assertEquals(1, task.running());
    }

    @Test
    void runNowWhilePausedIsNotToldToStop() throws Exception {
        SeesStopping seeing = new SeesStopping();
        Generation generation = built.around(seeing, BuiltTask.spec(TEN_SECONDS));
        get(generation.halt(DRAIN)); // a reload that was refused
        assertEquals(RunNow.STARTED, generation.runNow());
        assertFalse(seeing.stopping.get(60, TimeUnit.SECONDS));
    }

    @Test
    void anotherTimeoutAndScheduleApplyLive() throws Exception {
        Generation generation = run(TEN_SECONDS);
        task.letGo();
        built.heard.expect("well");
        await().until(() -> generation.nextRun().isPresent());
        generation.apply(BuiltTask.spec(
                new Schedule.Every(Duration.ofSeconds(60)), Isolation.TASK, Optional.of(Duration.ofSeconds(2))));
        assertEquals(Optional.of(built.time.now().plusSeconds(60)), generation.nextRun());
        pass(60);
        task.awaitCycle();
        pass(2);
        built.heard.expect("overdue 2000", "failed the cycle outlived its timeout of 2000 ms");
    }

    @Test
    void aServiceHasNoTimeout() throws Exception {
        Generation generation =
                built.around(task, BuiltTask.spec(new Schedule.Service(), Isolation.TASK, Optional.of(DRAIN)));
        generation.run();
        task.awaitCycle();
        pass(1_000);
        built.heard.expectSilence();
    }

    @Test
    void stateCrossesAsJson() throws Exception {
        Counting first = new Counting();
        StateSnapshot saved =
                get(built.around(first, BuiltTask.spec(TEN_SECONDS)).save()).orElseThrow();
        assertEquals(Map.of("count", 41L), saved.values());
        assertEquals(3, saved.stateVersion());
        assertEquals(7, saved.generation());
        Counting second = new Counting();
        get(built.around(second, BuiltTask.spec(TEN_SECONDS)).restore(saved));
        assertEquals("3 1.0.0 7 {count=41}", second.restored);
    }

    @Test
    void aTaskWithoutStateHasNone() throws Exception {
        Generation generation = built.around(task, BuiltTask.spec(TEN_SECONDS));
        assertFalse(generation.stateful());
        assertEquals(Optional.empty(), get(generation.save()));
        get(generation.restore(new StateSnapshot(1, "1.0.0", 6, Map.of())));
    }

    @Test
    void aStepThatFailsNamesItself() {
        Generation generation = built.around(new Broken(), BuiltTask.spec(TEN_SECONDS));
        assertEquals("start failed: java.lang.IllegalStateException: port 80", message(generation.start()));
        assertEquals("close failed: java.lang.IllegalStateException: port 80", message(generation.close()));
    }

    @Test
    void aStepThatNeverEndsIsGivenUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ScriptedTask deaf = ScriptedTask.deaf();
        Task hanging = new Task() {
            @Override
            public void start() throws Exception {
                begun.countDown();
                deaf.run();
            }

            @Override
            public void run() {}
        };
        CompletableFuture<Void> start =
                built.around(hanging, BuiltTask.spec(TEN_SECONDS)).start();
        begun.await();
        pass(10);
        pass(1);
        assertTrue(message(start).startsWith("start did not end within 10000 ms, nor"));
        deaf.letGo();
    }

    @Test
    void aSaveBetweenCyclesThatHangsIsOverdueAndInterrupted() throws Exception {
        Saving saving = new Saving();
        Generation generation = built.around(saving, BuiltTask.spec(TEN_SECONDS));
        generation.run();
        saving.asked.acquire();
        pass(10);
        built.heard.expect("saveState between cycles overdue 10000", "well");
        assertEquals(Optional.empty(), built.memory.state(BuiltTask.NAME));
        saving.hangs = false;
        pass(10);
        saving.asked.acquire();
        await().until(() -> generation.nextRun().isPresent());
        built.heard.expectSilence(); // it is not tried before the interval has passed
    }

    @Test
    void aHaltWaitsForTheSaveBetweenCycles() throws Exception {
        Saving saving = new Saving();
        Generation generation = built.around(saving, BuiltTask.spec(TEN_SECONDS));
        generation.run();
        saving.asked.acquire();
        CompletableFuture<Ending> ending = generation.halt(DRAIN);
        assertFalse(ending.isDone());
        saving.hangs = false;
        saving.gate.countDown();
        assertEquals(Ending.ENDED, get(ending));
        assertEquals(
                Map.of("count", 1L),
                built.memory.state(BuiltTask.NAME).orElseThrow().values());
    }

    @Test
    void oneThatHangsInAStepIsToldOfAskedForNothingAndClosedWhenThatEnds() throws Exception {
        Deaf deaf = new Deaf();
        Generation generation = built.around(deaf, BuiltTask.spec(TEN_SECONDS));
        CompletableFuture<Optional<StateSnapshot>> saved = generation.save();
        deaf.asked.acquire();
        await().atMost(Duration.ofMinutes(1)).until(() -> built.time.waiting() == 2);
        pass(11);
        built.heard.expect(
                "left alone 7: saveState did not end within 10000 ms, nor when it was interrupted; its thread"
                        + " is left alone");
        assertTrue(built.lastStack.contains("Deaf.saveState"), built.lastStack);
        assertTrue(message(saved)
                .startsWith("generation 7 does not hand over its state: saveState did not end within 10000 ms"));
        assertEquals(Optional.empty(), get(generation.save()));
        get(generation.close());
        assertEquals(0, deaf.closed.availablePermits());
        deaf.gate.countDown();
        deaf.closed.acquire();
        built.heard.expect("ended at last");
    }

    @Test
    void oneWhoseHungStepHasEndedIsClosedAsAnyOther() throws Exception {
        Deaf deaf = new Deaf();
        Generation generation = built.around(deaf, BuiltTask.spec(TEN_SECONDS));
        generation.save();
        deaf.asked.acquire();
        await().atMost(Duration.ofMinutes(1)).until(() -> built.time.waiting() == 2);
        pass(11);
        deaf.gate.countDown();
        assertTrue(built.heard.next().startsWith("left alone 7: "));
        built.heard.expect("ended at last");
        assertTrue(get(generation.save()).isPresent());
        get(generation.close());
        assertEquals(1, deaf.closed.availablePermits());
    }

    private Generation run(Schedule schedule) {
        Generation generation = built.around(task, BuiltTask.spec(schedule));
        generation.run();
        task.awaitCycle();
        return generation;
    }

    private void pass(double seconds) {
        built.time.pass(Duration.ofNanos((long) (seconds * 1e9)));
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static String message(CompletableFuture<?> step) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> step.get(60, TimeUnit.SECONDS));
        return thrown.getCause().getMessage();
    }

    private static final class Broken implements Task {
        @Override
        public void start() {
            throw new IllegalStateException("port 80");
        }

        @Override
        public void run() {}

        @Override
        public void close() {
            throw new IllegalStateException("port 80");
        }
    }

    private static final class SeesStopping implements Task, BuiltTask.InContext {
        private final CompletableFuture<Boolean> stopping = new CompletableFuture<>();
        private volatile GenerationContext context;

        @Override
        public void context(GenerationContext own) {
            context = own;
        }

        @Override
        public void run() {
            stopping.complete(context.stopping());
        }
    }

    /** Swallows interrupts until the gate opens, and then saves its state. */
    private static final class Checkpointing implements Task, BuiltTask.InContext {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CompletableFuture<Exception> outcome = new CompletableFuture<>();
        private volatile GenerationContext context;

        @Override
        public void context(GenerationContext own) {
            context = own;
        }

        @Override
        public void run() throws Exception {
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException swallowed) {
                    continue;
                }
            }
            try {
                context.checkpoint(Map.of("count", 1L));
                outcome.complete(new Exception("taken"));
            } catch (IllegalStateException e) {
                outcome.complete(e);
            }
        }
    }

    /** Hangs in saveState, which heeds interrupts. */
    private static final class Saving implements Task, Stateful {
        private final Semaphore asked = new Semaphore(0);
        private final CountDownLatch gate = new CountDownLatch(1);
        private volatile boolean hangs = true;

        @Override
        public void run() {
            if (!hangs) {
                asked.release();
            }
        }

        @Override
        public Map<String, Object> saveState() throws Exception {
            if (hangs) {
                asked.release();
                gate.await();
            }
            return Map.of("count", 1);
        }

        @Override
        public void restoreState(SavedState state) {}
    }

    /** Hangs in saveState until the gate opens, whatever comes. */
    private static final class Deaf implements Task, Stateful {
        private final Semaphore asked = new Semaphore(0);
        private final Semaphore closed = new Semaphore(0);
        private final CountDownLatch gate = new CountDownLatch(1);

        @Override
        public void run() {}

        @Override
        public Map<String, Object> saveState() {
            asked.release();
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException swallowed) {
                    continue;
                }
            }
            return Map.of();
        }

        @Override
        public void restoreState(SavedState state) {}

        @Override
        public void close() {
            closed.release();
        }
    }

    private static final class Counting implements Task, Stateful {
        private volatile String restored = "";

        @Override
        public void run() {}

        @Override
        public int stateVersion() {
            return 3;
        }

        @Override
        public Map<String, Object> saveState() {
            return Map.of("count", 41);
        }

        @Override
        public void restoreState(SavedState state) {
            restored = state.stateVersion() + " " + state.pluginVersion() + " " + state.generation() + " "
                    + state.values();
        }
    }
}
