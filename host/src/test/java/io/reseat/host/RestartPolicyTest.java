package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
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
        home.awaitState("one", TaskState.BACKOFF);
        assertEquals(1, runs("a#1"));
        assertFalse(home.happened("a#1 close"));
        await().untilAsserted(() -> assertTrue(
                home.task("one").detail().startsWith("java.io.IOException: run was told to throw; tried again in ")));
        done(home.control().runNow(ONE, TestHome.TEST));
        await().until(() -> runs("a#1") == 2);
    }

    @Test
    void soManyFailuresInARowBuildANewGeneration() throws Exception {
        failing("backoff: 1ms, rebuild-after: 3", "throw");
        await().until(() -> home.happened("a#2 run"));
        assertEquals(3, runs("a#1"));
        await().untilAsserted(() -> assertTrue(home.happened("a#1 close")));
    }

    @Test
    void aGoodCycleEndsTheBackoff() throws Exception {
        failing("backoff: 1ms, rebuild-after: 1000", "until-open");
        home.awaitState("one", TaskState.BACKOFF);
        home.gate.countDown();
        home.awaitState("one", TaskState.RUNNING);
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
        await().until(() -> home.task("one").cycles().failedInARow() == 0);
        await().untilAsserted(() -> assertTrue(home.status().health().ok()));
    }

    @Test
    void aTaskThatGaveUpIsToldAndRunsAgainWithAnotherContent() throws Exception {
        failing("backoff: 1ms, give-up: 3 in 10m", "throw");
        home.awaitState("one", TaskState.FAILED);
        await().until(() -> home.happened("a#1 close"));
        assertEquals(3, runs("a#1"));
        assertTrue(told.stream().anyMatch(event -> event instanceof HostEvent.GaveUp), told::toString);
        await().untilAsserted(() -> assertFalse(home.status().health().ok()));
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("b#2 run"));
        home.awaitState("one", TaskState.RUNNING);
        await().until(() -> home.status().health().ok());
    }

    @Test
    void aTaskThatGaveUpIsTriedAgainByRestartAndByResume() throws Exception {
        failing("backoff: 1ms, give-up: 2 in 10m", "throw");
        home.awaitState("one", TaskState.FAILED);
        done(home.control().restart(ONE, TestHome.TEST));
        await().until(() -> runs("a#2") == 2 && home.task("one").state() == TaskState.FAILED);
        done(home.control().resume(ONE, TestHome.TEST));
        await().until(() -> runs("a#3") == 2 && home.task("one").state() == TaskState.FAILED);
    }

    @Test
    void anotherScheduleIsNoNewContentForATaskThatGaveUp() throws Exception {
        failing("backoff: 1ms, give-up: 2 in 10m", "throw");
        home.awaitState("one", TaskState.FAILED);
        home.task("one", actorFile("every 30ms", "message: a, run: throw"));
        home.reload("one");
        home.awaitState("one", TaskState.FAILED);
        assertFalse(home.happened("a#2 create"));
    }

    @Test
    void aStartThatFailsIsTriedAgainUntilItWorks() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, start: until-open") + "restart: { backoff: 10ms }\n");
        await().until(() -> home.happened("a#3 start"));
        await().untilAsserted(() -> assertFalse(home.status().health().ok()));
        home.gate.countDown();
        await().until(() -> home.task("one").cycles().ended() > 0);
        home.awaitState("one", TaskState.RUNNING);
        await().until(() -> home.status().health().ok());
    }

    @Test
    void aCycleOverItsTimeoutIsInterruptedAndCountsAsFailed() throws Exception {
        home.task(
                "one", actorFile("every 20ms", "message: a, run: hang") + "timeout: 100ms\nrestart: { backoff: 1h }\n");
        home.awaitState("one", TaskState.BACKOFF);
        await().untilAsserted(() -> assertEquals(1, home.task("one").cycles().failed()));
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

    @Test
    void aServiceThatSaysReadyAndDiesWaitsLongerEachTime() throws Exception {
        home.plugin("keeper.jar", Keeper.jar());
        home.task(
                "one",
                Keeper.file("service", "message: a, run: \"ready, die\"")
                        + "restart: { backoff: 10ms..1h, rebuild-after: 2 }\n");
        await().until(() -> home.task("one").detail().matches("(?s).* in [0-9]{3,} ms"));
        await().untilAsserted(() -> assertTrue(home.task("one").generation() > 1, "rebuilds do not begin anew"));
        home.awaitState("one", TaskState.BACKOFF);
    }

    @Test
    void aServiceThatWorksAgainFailsNoMoreForWhoLooks() throws Exception {
        home.task("one", actorFile("service", "message: a, run: throw") + "restart: { backoff: 1h }\n");
        await().until(() -> home.task("one").cycles().failedInARow() == 1);
        home.task("one", actorFile("service", "message: b, run: ready"));
        home.awaitState("one", TaskState.RUNNING);
        await().until(() -> home.task("one").cycles().failedInARow() == 0);
    }

    @Test
    void aDatabaseThatIsAwayEndsNoTaskForGood() throws Exception {
        failing("backoff: 1ms..5ms, rebuild-after: 2", "until-open");
        home.task("two", actorFile("every 20ms", "message: b, start: until-open") + "restart: { backoff: 1ms..5ms }\n");
        await().until(() -> home.task("one").generation() > 10 && starts("b#") > 10);
        home.gate.countDown();
        await().until(() -> home.task("one").state() == TaskState.RUNNING
                && home.task("two").state() == TaskState.RUNNING);
        await().until(() -> home.status().health().ok());
    }

    @Test
    void aCycleThatIsStuckOnProbationBringsTheOldGenerationBackWithAHigherToken() throws Exception {
        home.settings("logging: { level: debug, console: false }\ndrain: 1s\nlimits: { quarantined: 1 }\n");
        home.plugin("keeper.jar", Keeper.jar());
        String policy = "timeout: 100ms\nreload: { probation: 1ms }\n";
        home.task("one", policy + Keeper.file("every 20ms", "message: a"));
        home.task("one");
        await().until(() -> done(home.control().history(ONE)).stream().anyMatch(HistoryEntry::proved));
        home.task("one", policy + "isolation: plugin\n" + Keeper.file("every 20ms", "message: b, run: deaf"));
        await().until(() -> home.happened("a#3 run"));
        await().untilAsserted(() -> assertTrue(home.happened("a#3 restore a")));
        assertFalse(home.happened("b#2 close"), "it is left alone");
        assertTrue(stuck().get(0).stack().contains("keeper.Factory$Keeper.act"), told::toString);
        await().untilAsserted(() -> assertEquals(1, home.status().quarantined()));
        await().untilAsserted(() -> assertTrue(
                home.status().health().reasons().stream()
                        .anyMatch(why -> why.startsWith("1 generation heeds no interrupt")),
                () -> home.status().health().toString()));
        await().untilAsserted(() ->
                assertTrue(home.happened("b#2 start FenceToken[epoch=1, sequence=2]"), home.events::toString));
        await().untilAsserted(() ->
                assertTrue(home.happened("a#3 start FenceToken[epoch=1, sequence=3]"), home.events::toString));
        System.setProperty("reseat.test.release", "now");
        await().until(() -> home.status().quarantined() == 0);
    }

    @Test
    void runNowSaysWhatComesOfIt() throws Exception {
        home.task("one", actorFile("every 1h", "message: a, run: gate"));
        await().until(() -> home.happened("a#1 run"));
        assertEquals("a cycle runs; one more follows it at once", runNow());
        home.gate.countDown();
        await().until(() -> runs("a#1") == 2 && !home.task("one").cycles().running());
        assertEquals("a cycle was started beside the schedule", runNow());
    }

    @Test
    void aTaskThatIsResumedBeforeItsPauseBeganRunsOn() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, run: gate"));
        await().until(() -> home.happened("a#1 run"));
        CompletionStage<ReloadReport> paused = home.control().pause(ONE, TestHome.TEST);
        done(home.control().resume(ONE, TestHome.TEST));
        home.gate.countDown();
        ReloadReport report = done(paused);
        assertEquals("it was resumed before its cycle had ended", report.reason());
        home.awaitState("one", TaskState.RUNNING);
        await().until(() -> runs("a#1") > 2);
    }

    private String runNow() throws Exception {
        return done(home.control().runNow(ONE, TestHome.TEST)).reason();
    }

    private long starts(String message) {
        return home.events.stream()
                .filter(event -> event.startsWith(message) && event.endsWith(" start"))
                .count();
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
