package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from failing and endless cycles: backoff, rebuild, giving up, and the ways back. */
class RestartPolicyTest {
    private static final TaskName ONE = new TaskName("one");

    @TempDir
    Path folder;

    private final Queue<HostEvent> told = new ConcurrentLinkedQueue<>();
    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.plugin("actor.jar", actor("1.0.0"));
        home.start();
        home.control().subscribe(told::add);
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void aFailedCycleKeepsItsInstanceAndTheNextOneWaitsForTheBackoff() throws Exception {
        failing("backoff: 1h", "throw");
        await().until(() -> home.task("one").state() == TaskState.BACKOFF);
        assertEquals(1, runs("a#1"));
        assertFalse(home.happened("a#1 close"));
        assertTrue(home.task("one").detail().startsWith("java.io.IOException: run was told to throw; tried again in "));
        done(home.control().runNow(ONE, TestHome.TEST));
        await().until(() -> runs("a#1") == 2);
    }

    @Test
    void soManyFailuresInARowBuildANewGeneration() throws Exception {
        failing("backoff: 1ms, rebuild-after: 3", "throw");
        await().until(() -> home.happened("a#2 run"));
        assertEquals(3, runs("a#1"));
        assertTrue(home.happened("a#1 close"));
    }

    @Test
    void aGoodCycleEndsTheBackoff() throws Exception {
        failing("backoff: 1ms, rebuild-after: 1000", "until-open");
        await().until(() -> home.task("one").state() == TaskState.BACKOFF);
        home.gate.countDown();
        await().until(() -> home.task("one").state() == TaskState.RUNNING);
        assertEquals(1, home.task("one").generation());
        await().until(() -> home.task("one").cycles().failedInARow() == 0);
        assertTrue(home.status().health().ok());
    }

    @Test
    void aTaskThatGaveUpIsToldAndRunsAgainWithAnotherContent() throws Exception {
        failing("backoff: 1ms, give-up: 3 in 10m", "throw");
        await().until(() -> home.task("one").state() == TaskState.FAILED);
        await().until(() -> home.happened("a#1 close"));
        assertEquals(3, runs("a#1"));
        assertTrue(told.stream().anyMatch(event -> event instanceof HostEvent.GaveUp), told::toString);
        assertFalse(home.status().health().ok());
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("b#2 run"));
        assertEquals(TaskState.RUNNING, home.task("one").state());
        await().until(() -> home.status().health().ok());
    }

    @Test
    void aTaskThatGaveUpIsTriedAgainByRestartAndByResume() throws Exception {
        failing("backoff: 1ms, give-up: 2 in 10m", "throw");
        await().until(() -> home.task("one").state() == TaskState.FAILED);
        done(home.control().restart(ONE, TestHome.TEST));
        await().until(() -> runs("a#2") == 2 && home.task("one").state() == TaskState.FAILED);
        done(home.control().resume(ONE, TestHome.TEST));
        await().until(() -> runs("a#3") == 2 && home.task("one").state() == TaskState.FAILED);
    }

    @Test
    void anotherScheduleIsNoNewContentForATaskThatGaveUp() throws Exception {
        failing("backoff: 1ms, give-up: 2 in 10m", "throw");
        await().until(() -> home.task("one").state() == TaskState.FAILED);
        home.task("one", actorFile("every 30ms", "message: a, run: throw"));
        home.reload("one");
        assertEquals(TaskState.FAILED, home.task("one").state());
        assertFalse(home.happened("a#2 create"));
    }

    @Test
    void aStartThatFailsIsTriedAgainUntilItWorks() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, start: until-open") + "restart: { backoff: 10ms }\n");
        await().until(() -> home.happened("a#3 start"));
        assertFalse(home.status().health().ok());
        home.gate.countDown();
        await().until(() -> home.task("one").cycles().ended() > 0);
        assertEquals(TaskState.RUNNING, home.task("one").state());
        await().until(() -> home.status().health().ok());
    }

    @Test
    void aCycleOverItsTimeoutIsInterruptedAndCountsAsFailed() throws Exception {
        home.task(
                "one", actorFile("every 20ms", "message: a, run: hang") + "timeout: 100ms\nrestart: { backoff: 1h }\n");
        await().until(() -> home.task("one").state() == TaskState.BACKOFF);
        assertEquals(1, home.task("one").cycles().failed());
        assertTrue(stuck().get(0).stack().contains("actor.Factory$Actor.act"), told::toString);
        assertFalse(home.happened("a#1 close"));
    }

    @Test
    void aCycleThatHeedsNoInterruptIsReplaced() throws Exception {
        home.task(
                "one",
                actorFile("every 20ms", "message: a, run: deaf") + "timeout: 100ms\nrestart: { backoff: 10ms }\n");
        await().until(() -> home.happened("a#2 run"));
        assertFalse(home.happened("a#1 close"));
        assertTrue(stuck().size() >= 2, told::toString);
    }

    private List<HostEvent.Stuck> stuck() {
        return told.stream()
                .filter(event -> event instanceof HostEvent.Stuck)
                .map(event -> (HostEvent.Stuck) event)
                .toList();
    }

    private void failing(String restart, String how) throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, run: " + how) + "restart: { " + restart + " }\n");
    }

    private long runs(String generation) {
        return home.events.stream().filter((generation + " run")::equals).count();
    }
}
