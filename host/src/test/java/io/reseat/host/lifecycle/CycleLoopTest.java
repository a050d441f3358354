package io.reseat.host.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Missed;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskStatus.Cycles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CycleLoopTest {
    private static final Schedule TEN_SECONDS = new Schedule.Every(Duration.ofSeconds(10));

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final HostClock clock = new HostClock(time);
    private final CycleCounters counters = new CycleCounters();
    private final Heard heard = new Heard();
    private ScriptedTask task = new ScriptedTask();
    private OpenRealm open;
    private CycleLoop loop;

    @BeforeEach
    void openRealm() throws Exception {
        open = OpenRealm.empty(folder);
    }

    @AfterEach
    void close() {
        for (int i = 0; i < 10; i++) {
            task.letGo();
        }
        open.close();
    }

    @Test
    void cyclesBeginWhenTheyAreDue() {
        go(TEN_SECONDS);
        heard.expect("well");
        awaitState(CycleLoop.State.WAITING);
        pass(9.999);
        assertEquals(1, task.cycles.get());
        pass(0.001);
        task.awaitCycle();
        awaitState(CycleLoop.State.WAITING);
        heard.expectSilence();
    }

    @Test
    void betweenCyclesThatAreFarApartNoThreadIsHeld() {
        go(TEN_SECONDS);
        awaitState(CycleLoop.State.WAITING);
        await().until(() -> open.realm.threads().busy() == 0);
        assertEquals(Optional.of(clock.now().plusSeconds(10)), loop.nextRun());
        assertEquals(1, time.waiting());
    }

    @Test
    void haltAnswersWhenTheCycleHasEnded() throws Exception {
        task = ScriptedTask.blocking();
        go(TEN_SECONDS);
        CompletableFuture<Void> halted = loop.halt();
        assertEquals(1, task.running());
        assertFalse(halted.isDone());
        halted.thenRun(() -> assertEquals(0, task.running()));
        task.letGo();
        halted.get(60, TimeUnit.SECONDS);
        assertEquals(CycleLoop.State.HALTED, loop.state());
        pass(1_000);
        assertEquals(1, task.cycles.get());
    }

    @Test
    void anInterruptedCycleIsNoFailureWhileHalting() throws Exception {
        task = ScriptedTask.blocking();
        go(TEN_SECONDS);
        CompletableFuture<Void> halted = loop.halt();
        loop.interrupt();
        halted.get(60, TimeUnit.SECONDS);
        heard.expect("well");
        assertCounted(1, 0);
    }

    @Test
    void anInterruptThatNobodyAskedForIsAFailure() {
        task.cycle = () -> {
            throw new InterruptedException("by the plugin itself");
        };
        go(TEN_SECONDS);
        heard.expect("failed java.lang.InterruptedException: by the plugin itself");
    }

    @Test
    void aFailureWhileHaltingIsToldBeforeTheHaltIsAnswered() throws Exception {
        task = ScriptedTask.blocking();
        ScriptedTask.Cycle blocked = task.cycle;
        task.cycle = () -> {
            blocked.run();
            throw new IllegalStateException("at last");
        };
        go(TEN_SECONDS);
        CompletableFuture<String> told = loop.halt().thenApply(nothing -> heard.next());
        task.letGo();
        assertEquals("failed java.lang.IllegalStateException: at last, halting", told.get(60, TimeUnit.SECONDS));
        assertCounted(0, 1);
    }

    static Stream<ScriptedTask.Cycle> throwing() {
        return Stream.of(
                () -> {
                    throw new IllegalStateException("thrown");
                },
                () -> {
                    throw new AssertionError("thrown");
                },
                () -> {
                    throw new NoClassDefFoundError("thrown");
                },
                () -> {
                    throw new OutOfMemoryError("thrown");
                },
                () -> {
                    throw new ThreadDeath();
                },
                () -> CycleLoopTest.<RuntimeException>raise(new OfItsOwnKind()),
                CycleLoopTest::overflow,
                () -> {
                    throw new Speechless();
                });
    }

    @ParameterizedTest
    @MethodSource("throwing")
    void whateverACycleThrowsEndsThatCycleAlone(ScriptedTask.Cycle thrower) {
        task.cycle = thrower;
        go(TEN_SECONDS);
        String told = heard.next();
        assertTrue(told.startsWith("failed ") && !told.endsWith("halting"), told);
        assertEquals(CycleLoop.State.FAILED, loop.state());
        assertCounted(0, 1);
        task.cycle = () -> {};
        loop.proceed(Duration.ZERO);
        pass(10);
        heard.expect("well");
    }

    @Test
    void afterAFailureNoCycleRunsBeforeTheOwnerSaysSo() {
        fail(TEN_SECONDS);
        pass(100_000);
        assertEquals(1, task.cycles.get());
        assertEquals(Optional.empty(), loop.nextRun());
    }

    @Test
    void theNextCycleWaitsForTheLaterOfScheduleAndBackoff() {
        fail(TEN_SECONDS);
        loop.proceed(Duration.ofSeconds(3));
        assertEquals(Optional.of(clock.now().plusSeconds(10)), loop.nextRun());
        pass(10);
        heard.expect("failed java.lang.IllegalStateException: no");
        loop.proceed(Duration.ofSeconds(60));
        pass(59.9);
        heard.expectSilence();
        pass(0.1);
        heard.expect("failed java.lang.IllegalStateException: no");
    }

    @Test
    void anOnceTaskIsTriedAgainUntilItWorks() {
        fail(new Schedule.Once());
        loop.proceed(Duration.ofSeconds(1));
        pass(1);
        heard.expect("failed java.lang.IllegalStateException: no");
        task.cycle = () -> {};
        loop.proceed(Duration.ofSeconds(2));
        pass(2);
        heard.expect("completed");
        assertEquals(CycleLoop.State.HALTED, loop.state());
    }

    @Test
    void aProceedThatComesTwiceOrTooLateDoesNothing() {
        fail(TEN_SECONDS);
        loop.proceed(Duration.ofSeconds(60));
        loop.proceed(Duration.ZERO);
        pass(59);
        assertEquals(1, task.cycles.get());
        loop.halt();
        loop.proceed(Duration.ZERO);
        pass(100);
        assertEquals(1, task.cycles.get());
    }

    @Test
    void runNowWhileWaitingRunsBesideTheSchedule() {
        go(TEN_SECONDS);
        awaitState(CycleLoop.State.WAITING);
        pass(4);
        assertEquals(RunNow.STARTED, loop.runNow());
        task.awaitCycle();
        awaitState(CycleLoop.State.WAITING);
        assertEquals(Optional.of(clock.now().plusSeconds(6)), loop.nextRun());
        pass(6);
        task.awaitCycle();
    }

    @Test
    void runNowWhileRunningAddsOneCycleHoweverOftenItIsAsked() {
        task = ScriptedTask.blocking();
        go(TEN_SECONDS);
        for (int i = 0; i < 3; i++) {
            assertEquals(RunNow.QUEUED, loop.runNow());
        }
        task.letGo();
        task.awaitCycle();
        task.letGo();
        awaitState(CycleLoop.State.WAITING);
        assertEquals(2, task.cycles.get());
        assertEquals(Optional.of(clock.now().plusSeconds(10)), loop.nextRun());
    }

    @Test
    void runNowWhilePausedRunsOneCycleAndStaysPaused() throws Exception {
        go(TEN_SECONDS);
        awaitState(CycleLoop.State.WAITING);
        loop.halt().get(60, TimeUnit.SECONDS);
        assertEquals(RunNow.STARTED, loop.runNow());
        task.awaitCycle();
        loop.halt().get(60, TimeUnit.SECONDS);
        awaitState(CycleLoop.State.HALTED);
        pass(1_000);
        assertEquals(2, task.cycles.get());
    }

    @Test
    void runNowWhileHaltingSaysThatACycleRunsAndAddsNone() throws Exception {
        task = ScriptedTask.blocking();
        go(TEN_SECONDS);
        assertEquals(RunNow.QUEUED, loop.runNow());
        CompletableFuture<Void> halted = loop.halt();
        assertEquals(RunNow.RUNNING, loop.runNow());
        task.letGo();
        halted.get(60, TimeUnit.SECONDS);
        assertEquals(1, task.cycles.get());
        task.cycle = () -> {};
        loop.go();
        pass(10);
        task.awaitCycle();
        awaitState(CycleLoop.State.WAITING);
        assertEquals(2, task.cycles.get(), "what was queued before the halt is forgotten");
    }

    @Test
    void runNowAfterAFailureNeedsNoBackoff() {
        fail(TEN_SECONDS);
        task.cycle = () -> {};
        assertEquals(RunNow.STARTED, loop.runNow());
        heard.expect("well");
        awaitState(CycleLoop.State.WAITING);
    }

    @Test
    void runNowWhileTheThreadWaitsForANearCycleStartsItAtOnce() {
        go(new Schedule.Every(Duration.ofMillis(10))); // the fake clock stands, so the thread waits for ever
        await().until(() -> loop.liveThread().isEmpty());
        assertEquals(CycleLoop.State.ACTIVE, loop.state());
        assertEquals(RunNow.STARTED, loop.runNow());
        task.awaitCycle();
    }

    @Test
    void aHaltEndsTheWaitForANearCycle() throws Exception {
        go(new Schedule.Delay(Duration.ofMillis(10)));
        await().until(() -> loop.liveThread().isEmpty());
        loop.halt().get(60, TimeUnit.SECONDS);
        assertEquals(1, task.cycles.get());
    }

    @Test
    void aHaltThatIsTakenBackIsCancelledAndTheLoopGoesOn() {
        task = ScriptedTask.blocking();
        go(new Schedule.Continuous());
        CompletableFuture<Void> halted = loop.halt();
        loop.go();
        assertTrue(halted.isCancelled());
        task.letGo();
        task.awaitCycle();
    }

    @Test
    void goingOnAfterAHaltKeepsTheRate() throws Exception {
        go(TEN_SECONDS);
        awaitState(CycleLoop.State.WAITING);
        pass(4);
        loop.halt().get(60, TimeUnit.SECONDS);
        loop.go();
        assertEquals(Optional.of(clock.now().plusSeconds(6)), loop.nextRun());
        loop.halt().get(60, TimeUnit.SECONDS);
        pass(60);
        loop.go();
        task.awaitCycle();
    }

    @Test
    void aLoopThatIsNotHaltedRefusesToGo() {
        go(TEN_SECONDS);
        awaitState(CycleLoop.State.WAITING);
        assertThrows(IllegalStateException.class, loop::go);
    }

    @Test
    void aCycleOverItsTimeIsInterruptedAndItsStackTold() {
        task = ScriptedTask.blocking();
        go(TEN_SECONDS, Duration.ofSeconds(5));
        pass(5);
        heard.expect("overdue 5000", "failed the cycle outlived its timeout of 5000 ms");
        assertTrue(heard.stack.contains("ScriptedTask.run"), heard.stack);
        assertFalse(loop.isOverdue());
        assertCounted(0, 1);
    }

    @Test
    void aCycleThatSwallowsItsInterruptFailsWhenItEnds() {
        task = ScriptedTask.deaf();
        go(TEN_SECONDS, Duration.ofSeconds(5));
        pass(5);
        heard.expect("overdue 5000");
        assertTrue(loop.isOverdue());
        task.letGo();
        heard.expect("failed the cycle outlived its timeout of 5000 ms");
        assertFalse(loop.isOverdue());
    }

    @Test
    void aCycleThatFailsOfItsOwnWhenItIsLateSaysWhy() {
        task = ScriptedTask.deaf();
        ScriptedTask.Cycle deaf = task.cycle;
        task.cycle = () -> {
            deaf.run();
            throw new IllegalStateException("broken pipe");
        };
        go(TEN_SECONDS, Duration.ofSeconds(5));
        pass(5);
        task.letGo();
        heard.expect("overdue 5000", "failed java.lang.IllegalStateException: broken pipe");
    }

    @Test
    void aTimeoutWhilePausedIsAFailureToo() throws Exception {
        task = ScriptedTask.blocking();
        make(TEN_SECONDS, Optional.of(Duration.ofSeconds(5)));
        loop.runNow();
        task.awaitCycle();
        pass(5);
        heard.expect("overdue 5000", "failed the cycle outlived its timeout of 5000 ms, halting");
        awaitState(CycleLoop.State.HALTED);
    }

    @Test
    void theWatchdogOfACycleThatEndedIsCalledOff() {
        go(TEN_SECONDS, Duration.ofSeconds(50));
        awaitState(CycleLoop.State.WAITING);
        await().until(() -> time.waiting() == 1); // the next cycle alone
        task = ScriptedTask.blocking();
        pass(1_000);
        heard.expect("well");
        heard.expectSilence();
    }

    @Test
    void anotherTimeoutHoldsFromTheNextCycleOn() {
        task = ScriptedTask.blocking();
        go(TEN_SECONDS, Duration.ofSeconds(5));
        loop.limit(Optional.of(Duration.ofSeconds(7)));
        pass(5);
        heard.expect("overdue 5000");
        heard.next();
        loop.proceed(Duration.ZERO);
        pass(5);
        task.awaitCycle();
        pass(7);
        heard.expect("overdue 7000");
    }

    @Test
    void wentWellIsToldOnceAndAgainAfterAFailure() {
        go(TEN_SECONDS);
        heard.expect("well");
        awaitState(CycleLoop.State.WAITING);
        pass(10);
        task.awaitCycle();
        awaitState(CycleLoop.State.WAITING);
        heard.expectSilence();
        task.cycle = () -> {
            throw new IllegalStateException("no");
        };
        pass(10);
        heard.expect("failed java.lang.IllegalStateException: no");
        task.cycle = () -> {};
        loop.proceed(Duration.ZERO);
        pass(10);
        heard.expect("well");
    }

    @Test
    void aServiceThatReturnsUntoldHasFailed() {
        go(new Schedule.Service());
        heard.expect("failed the service returned although nobody told it to stop");
    }

    @Test
    void aServiceThatEndsWhenItIsToldHasNotFailed() throws Exception {
        task = ScriptedTask.blocking();
        go(new Schedule.Service());
        CompletableFuture<Void> halted = loop.halt();
        loop.interrupt();
        halted.get(60, TimeUnit.SECONDS);
        heard.expectSilence();
    }

    @Test
    void anOnceTaskThatIsDoneWhileHaltingDoesNotRunAgain() throws Exception {
        task = ScriptedTask.blocking();
        go(new Schedule.Once());
        CompletableFuture<Void> halted = loop.halt();
        task.letGo();
        halted.get(60, TimeUnit.SECONDS);
        heard.expect("completed");
        loop.go();
        heard.expect("completed");
        assertEquals(1, task.cycles.get());
    }

    @Test
    void anOnceTaskThatWasInterruptedWhileHaltingIsDoneOnlyIfItEndedWell() throws Exception {
        task = ScriptedTask.blocking();
        go(new Schedule.Once());
        CompletableFuture<Void> halted = loop.halt();
        loop.interrupt();
        halted.get(60, TimeUnit.SECONDS);
        loop.go();
        task.awaitCycle();
        task.letGo();
        awaitState(CycleLoop.State.HALTED);
        assertEquals(2, task.cycles.get());
    }

    @Test
    void aRealmThatGivesNoThreadIsAFailureNotASilence() throws Exception {
        make(TEN_SECONDS, Optional.empty());
        open.realm.release();
        loop.go();
        assertTrue(heard.next().contains("is retired"));
        assertEquals(CycleLoop.State.FAILED, loop.state());
        loop.halt().get(60, TimeUnit.SECONDS);
    }

    @Test
    void anotherScheduleTakesThePlaceOfOneThatNeverFires() {
        make(new Schedule.Cron("0 0 30 2 *", ZoneId.of("UTC")), Optional.empty());
        loop.go();
        assertEquals(CycleLoop.State.WAITING, loop.state());
        assertEquals(Optional.empty(), loop.nextRun());
        loop.reschedule(TEN_SECONDS, Missed.ONCE);
        task.awaitCycle();
        awaitState(CycleLoop.State.WAITING);
        loop.reschedule(new Schedule.Every(Duration.ofSeconds(30)), Missed.ONCE);
        assertEquals(Optional.of(clock.now().plusSeconds(30)), loop.nextRun());
        assertEquals(1, task.cycles.get());
    }

    @Test
    void aCronTaskRunsWhenTheClockIsSetPastItsFiring() {
        make(new Schedule.Cron("0 * * * *", ZoneId.of("UTC")), Optional.empty());
        loop.go();
        assertEquals(0, task.cycles.get());
        time.set(Duration.ofHours(5));
        pass(600);
        task.awaitCycle();
        awaitState(CycleLoop.State.WAITING);
        assertEquals(1, task.cycles.get());
    }

    @Test
    void countersSayHowCyclesWent() {
        go(TEN_SECONDS);
        awaitState(CycleLoop.State.WAITING);
        task.cycle = () -> {
            throw new IllegalStateException("no");
        };
        pass(10);
        heard.expect("well", "failed java.lang.IllegalStateException: no");
        Cycles cycles = counters.read();
        assertEquals(1, cycles.ended());
        assertEquals(1, cycles.failed());
        assertEquals(1, cycles.failedInARow());
        assertEquals(Optional.of(clock.now()), cycles.lastStart());
    }

    private void go(Schedule schedule) {
        make(schedule, Optional.empty());
        loop.go();
        task.awaitCycle();
    }

    private void go(Schedule schedule, Duration timeout) {
        make(schedule, Optional.of(timeout));
        loop.go();
        task.awaitCycle();
    }

    private void fail(Schedule schedule) {
        task.cycle = () -> {
            throw new IllegalStateException("no");
        };
        go(schedule);
        heard.expect("failed java.lang.IllegalStateException: no");
    }

    private void make(Schedule schedule, Optional<Duration> timeout) {
        CycleWork work = new CycleWork(
                task,
                Optional.empty(),
                new TaskName("t"),
                "t generation 1",
                open.realm.threads(),
                clock,
                counters,
                heard);
        loop = new CycleLoop(work, new Firings(schedule, Missed.ONCE, clock.now()), timeout);
    }

    private void pass(double seconds) {
        time.pass(Duration.ofNanos((long) (seconds * 1e9)));
    }

    private void awaitState(CycleLoop.State state) {
        await().until(() -> loop.state() == state);
    }

    private void assertCounted(long ended, long failed) {
        await().untilAsserted(() -> {
            assertEquals(ended, counters.read().ended());
            assertEquals(failed, counters.read().failed());
            assertFalse(counters.read().running());
        });
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void raise(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void overflow() {
        overflow();
    }

    private static final class OfItsOwnKind extends Throwable {
        private static final long serialVersionUID = 1L;
    }

    /** It cannot even say what it is. */
    private static final class Speechless extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
