package io.reseat.host;

import static io.reseat.host.TestHome.TEST;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.reconcile.Control;
import java.nio.file.Files;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes in the middle of something else: nothing that was asked for is lost, and nothing is done twice. */
class CrossingEventsTest {
    private static final TaskName ONE = new TaskName("one");
    private static final String SHORT = "reload: { probation: 1ms }\n";

    @RegisterExtension
    final TestHome home = TestHome.withTask(SHORT + actorFile("every 20ms", "message: a"));

    @Test
    void aChangeThatIsBuiltWhileProbationFailsIsBuiltAfterTheRollback() throws Exception {
        proved();
        home.task("one", actorFile("every 20ms", "message: b, run: patient") + "timeout: 1s\n");
        await().until(() -> home.happened("b#2 run"));
        home.task("one", SHORT + actorFile("every 20ms", "message: c, create: gate"));
        await().until(() -> home.happened("c#3 create"));
        CompletionStage<ReloadReport> look = home.control().reload(ONE, Control.ReloadOptions.PLAIN, TEST);
        await().until(() -> home.happened("a#4 run"));
        home.gate.countDown();
        await().until(() -> home.happened("c#5 run"));
        assertEquals(Outcome.RELOADED, done(look).outcome());
    }

    @Test
    void aFirstStartThatFailsGivesWayToTheLastGood() throws Exception {
        proved();
        home.stop();
        home.task("one", actorFile("every 20ms", "message: b, start: throw"));
        assertEquals(Outcome.ROLLED_BACK, home.start().get(0).outcome());
        await().until(() -> home.happened("a#3 run"));
        assertEquals(Outcome.HELD, home.reload("one").outcome());
    }

    @Test
    void aResumeBeforeTheCycleHasEndedTakesThePauseBack() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, run: gate"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
        CompletionStage<ReloadReport> pause = home.control().pause(ONE, TEST);
        await().until(() -> home.task("one").detail().equals("pausing when its cycle ends"));
        done(home.control().resume(ONE, TEST));
        await().untilAsserted(() -> assertEquals("", home.task("one").detail()));
        home.gate.countDown();
        done(pause);
        await().until(() -> home.task("one").cycles().ended() > 2);
        home.awaitState("one", TaskState.RUNNING);
    }

    @Test
    void aPauseThatOutlastsARetryDoesNotEndTheRetries() throws Exception {
        home.task(
                "one",
                actorFile("every 20ms", "message: a, start: until-open")
                        + "restart: { backoff: 300ms, rebuild-after: 9 }\n");
        home.start();
        home.awaitState("one", TaskState.BACKOFF);
        done(home.control().pause(ONE, TEST));
        home.gate.countDown();
        long tries = tries();
        await().during(java.time.Duration.ofMillis(700)).until(() -> tries() == tries);
        done(home.control().resume(ONE, TEST));
        home.awaitState("one", TaskState.RUNNING);
    }

    @Test
    void aBrokenFileDuringTheBuildOfTheLastGoodBuildsItOnce() throws Exception {
        home.task("one", SHORT + actorFile("every 20ms", "message: a, create: later-gate"));
        proved();
        home.stop();
        home.task("one", "schedul: never\n");
        CompletionStage<?> start = java.util.concurrent.CompletableFuture.supplyAsync(() -> startQuietly());
        await().until(() -> home.happened("a#2 create again"));
        home.task("one", "schedul: at no time\n");
        done(home.control().plan());
        home.gate.countDown();
        start.toCompletableFuture().get();
        await().until(() -> home.happened("a#2 run"));
        assertFalse(home.happened("a#3 create"));
        await().until(() -> home.status().realms().live() == 1);
    }

    /** It was asked while the task ended for good; its file is back before anybody gets to it. */
    @Test
    void aRestartOfATaskWhoseFileComesBackWhileItEndsStartsIt() throws Exception {
        home.settings("deletion-grace: 10ms\nlimits: { build: 30s }\ndrain: 30s\n");
        home.task("one", SHORT + actorFile("every 20ms", "message: a, close: gate"));
        proved();
        Files.delete(home.root.resolve("conf/tasks/one.yaml"));
        await().until(() -> home.happened("a#1 close"));
        CompletionStage<ReloadReport> restart = home.control().restart(ONE, TEST);
        home.task("one", SHORT + actorFile("every 20ms", "message: b"));
        home.task("two", actorFile("every 20ms", "message: two"));
        CompletionStage<ReloadReport> look = home.control().reload(ONE, Control.ReloadOptions.PLAIN, TEST);
        await().until(() -> home.happened("two#1 run")); // so the older file was taken as well
        home.gate.countDown();
        assertEquals(Outcome.ADDED, done(restart).outcome());
        done(look);
        await().until(() -> home.happened("b#2 run"));
    }

    /** The same with an older generation. */
    @Test
    void aRollbackOfATaskWhoseFileComesBackWhileItEndsIsNotRefused() throws Exception {
        home.settings("deletion-grace: 10ms\nlimits: { build: 30s }\ndrain: 30s\n");
        proved();
        home.task("one", SHORT + actorFile("every 20ms", "message: b, close: gate"));
        await().until(() -> home.happened("b#2 run"));
        Files.delete(home.root.resolve("conf/tasks/one.yaml"));
        await().until(() -> home.happened("b#2 close"));
        CompletionStage<ReloadReport> rollback = home.control().rollback(ONE, java.util.OptionalLong.of(1), TEST);
        done(home.control().plan());
        done(home.control().history(ONE)); // so the rollback waits for the task's end, and is the first that does
        home.task("one", SHORT + actorFile("every 20ms", "message: c"));
        await().until(() -> done(home.control().plan()).stream()
                .anyMatch(planned -> planned.task().equals(ONE) && planned.kind() != PlannedAction.Kind.REMOVE));
        home.gate.countDown();
        assertTrue(done(rollback).ok()); // brought back, or what the newer file holds in its place
        await().until(() -> home.happened("a#3 run") || home.happened("c#4 run"));
    }

    private long tries() {
        return home.events.stream().filter(event -> event.endsWith(" start")).count();
    }

    private Object startQuietly() {
        try {
            return home.start();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void proved() throws Exception {
        home.start();
        await().until(() ->
                home.happened("a#1 run") && home.task("one").probation().isEmpty());
    }
}
