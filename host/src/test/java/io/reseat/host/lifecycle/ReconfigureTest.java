package io.reseat.host.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.Reconfigurable;
import io.reseat.api.Task;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
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

/** Another config for a live generation, in the time of a test. */
class ReconfigureTest {
    private static final Schedule TEN_SECONDS = new Schedule.Every(Duration.ofSeconds(10));
    private static final Duration DRAIN = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private OpenRealm open;
    private BuiltTask built;
    private final Pliable task = new Pliable();
    private final Queue<Phase> passed = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void openRealm() throws Exception {
        open = OpenRealm.empty(folder);
        built = new BuiltTask(open, folder);
    }

    @AfterEach
    void close() {
        task.script.letGo();
        open.close();
    }

    @Test
    void aCycleEndsFirst() throws Exception {
        Generation generation = running(TEN_SECONDS);
        CompletableFuture<Reconfigured> answer = reconfigure(generation);
        awaitHold();
        assertEquals(0, task.given.availablePermits());
        task.script.letGo();
        assertEquals(Reconfigured.TAKEN, get(answer));
        assertEquals(1, task.given.availablePermits());
        assertEquals(0, task.script.running());
        generation.run();
        built.time.pass(Duration.ofSeconds(10));
        task.script.awaitCycle();
    }

    @Test
    void aCycleThatNeverEndsRefusesAndGoesOn() throws Exception {
        task.script = ScriptedTask.deaf();
        Generation generation = running(TEN_SECONDS);
        CompletableFuture<Reconfigured> answer = reconfigure(generation);
        awaitHold();
        built.time.pass(DRAIN.plusSeconds(3));
        assertTrue(failure(answer).contains("did not end within its drain"));
        assertEquals(0, task.given.availablePermits());
        generation.run();
        task.script.letGo();
        built.heard.expect("well");
    }

    @Test
    void oneThatHeedsTheDeadlineHasItsOldConfigBack() throws Exception {
        task.hang = () -> new CountDownLatch(1).await();
        Generation generation = halted();
        CompletableFuture<Reconfigured> answer = reconfigure(generation);
        task.awaitGiven();
        awaitDeadline();
        task.hang = () -> {};
        built.time.pass(Duration.ofSeconds(10));
        Reconfigured reconfigured = get(answer);
        assertTrue(reconfigured.refusal().isPresent());
        assertFalse(reconfigured.lost());
        task.awaitGiven();
    }

    @Test
    void oneThatHeedsNothingIsLost() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        task.hang = () -> awaitUninterruptibly(gate);
        CompletableFuture<Reconfigured> answer = reconfigure(halted());
        task.awaitGiven();
        awaitDeadline();
        built.time.pass(Duration.ofSeconds(11));
        Reconfigured reconfigured = get(answer);
        gate.countDown();
        assertTrue(reconfigured.lost());
        assertTrue(reconfigured.refusal().orElseThrow().detail().contains("did not end within 10000 ms"));
    }

    @Test
    void aServiceRunsOnMeanwhile() throws Exception {
        Generation generation = running(new Schedule.Service());
        assertEquals(Reconfigured.TAKEN, get(reconfigure(generation)));
        assertEquals(1, task.script.running());
        assertTrue(generation.goesOn());
    }

    @Test
    void aServiceThatFailedIsAsIfHalted() throws Exception {
        task.script.cycle = () -> {
            throw new IllegalStateException("no port");
        };
        Generation generation = built.around(task, BuiltTask.spec(new Schedule.Service()));
        generation.run();
        built.heard.expect("failed java.lang.IllegalStateException: no port");
        assertEquals(Reconfigured.TAKEN, get(reconfigure(generation)));
        assertFalse(generation.goesOn());
        generation.run();
        built.heard.expect("failed java.lang.IllegalStateException: no port");
    }

    private Generation running(Schedule schedule) {
        Generation generation = built.around(task, BuiltTask.spec(schedule));
        generation.run();
        task.script.awaitCycle();
        return generation;
    }

    private Generation halted() {
        return built.around(task, BuiltTask.spec(TEN_SECONDS));
    }

    private CompletableFuture<Reconfigured> reconfigure(Generation generation) {
        return generation.reconfigure(BuiltTask.spec(TEN_SECONDS), DRAIN, passed::add);
    }

    /** The cycle is waited for: until its interrupt and the end of patience. Binding has two such times as well. */
    private void awaitHold() {
        await().until(() -> passed.contains(Phase.BUILD) && built.time.waiting() == 2);
    }

    /** The call may have begun before its deadline was set. */
    private void awaitDeadline() {
        await().atMost(Duration.ofMinutes(1)).until(() -> built.time.waiting() >= 2);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static String failure(CompletableFuture<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> get(future));
        return assertInstanceOf(GenerationFailure.class, thrown.getCause()).text();
    }

    private static void awaitUninterruptibly(CountDownLatch gate) {
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException swallowed) {
                continue;
            }
        }
    }

    private static final class Pliable implements Task, Reconfigurable<BuiltTask.None> {
        private final Semaphore given = new Semaphore(0);
        private volatile ScriptedTask script = ScriptedTask.blocking();
        private volatile ScriptedTask.Cycle hang = () -> {};

        @Override
        public void run() throws Exception {
            script.run();
        }

        @Override
        public void reconfigure(BuiltTask.None config) throws Exception {
            ScriptedTask.Cycle now = hang;
            given.release();
            now.run();
        }

        void awaitGiven() throws InterruptedException {
            assertTrue(given.tryAcquire(20, TimeUnit.SECONDS), "no config is given");
        }

        @Override
        public void close() {}
    }
}
