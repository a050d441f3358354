package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schedules in a whole host: when a cycle runs after a start, a change, an operation and a restart of the host. */
class ScheduleTest {
    private static final TaskName ONE = new TaskName("one");
    private static final String NEVER = "'cron \"0 0 29 2 *\" UTC'";

    @RegisterExtension
    final TestHome home = TestHome.withActor();

    @Test
    void onceRunsOnceForAConfigAlsoOverARestartOfTheHost() throws Exception {
        home.task("one", actorFile("once", "message: a"));
        home.start();
        home.awaitState("one", TaskState.COMPLETED);
        await().until(() -> home.happened("a#1 close"));
        home.stop();
        home.start();
        home.awaitState("one", TaskState.COMPLETED);
        assertEquals(1, runs("a"));
        home.task("one", actorFile("once", "message: b"));
        await().until(() -> runs("b") == 1 && home.task("one").state() == TaskState.COMPLETED);
    }

    @Test
    void aPlanShowsThatANewJarDoesNotRunOnceAgain() throws Exception {
        home.task("one", actorFile("once", "message: a"));
        home.start();
        home.awaitState("one", TaskState.COMPLETED);
        home.plugin("actor.jar", actor("1.1.0"));
        assertEquals(PlannedAction.Kind.KEEP, done(home.control().plan()).get(0).kind());
    }

    @Test
    void aNewJarDoesNotRunOnceAgainButARestartDoes() throws Exception {
        home.task("one", actorFile("once", "message: a"));
        home.start();
        home.awaitState("one", TaskState.COMPLETED);
        home.plugin("actor.jar", actor("1.1.0"));
        await().until(() ->
                home.task("one").artifact().orElseThrow().version().text().equals("1.1.0"));
        home.awaitState("one", TaskState.COMPLETED);
        assertEquals(1, runs("a"));
        assertEquals(
                Outcome.ADDED, done(home.control().restart(ONE, TestHome.TEST)).outcome());
        await().until(() -> runs("a") == 2 && home.task("one").state() == TaskState.COMPLETED);
    }

    @Test
    void aNewJarWhileItRunsDoesNotRunOnceAgain() throws Exception {
        home.task("one", actorFile("once", "message: a, run: gate"));
        home.start();
        await().until(() -> runs("a") == 1);
        home.plugin("actor.jar", actor("1.1.0"));
        home.awaitState("one", TaskState.RELOADING);
        home.gate.countDown();
        home.awaitState("one", TaskState.COMPLETED);
        await().untilAsserted(() -> assertEquals(
                "1.1.0", home.task("one").artifact().orElseThrow().version().text()));
        await().until(() -> home.happened("a#1 close") && home.happened("a#2 close"));
        home.stop();
        home.start();
        home.awaitState("one", TaskState.COMPLETED);
        assertEquals(1, runs("a"));
    }

    @Test
    void onceThatEndsWellWhileTheHostStopsDoesNotRunAgain() throws Exception {
        home.task("one", actorFile("once", "message: a, run: patient"));
        home.start();
        await().until(() -> runs("a") == 1);
        Thread stop = new Thread(home::stop);
        stop.start();
        home.awaitState("one", TaskState.STOPPING);
        System.setProperty("reseat.test.release", "now");
        stop.join();
        await().untilAsserted(() -> assertTrue(home.happened("a#1 patient run")));
        home.start();
        home.awaitState("one", TaskState.COMPLETED);
        assertEquals(1, runs("a"));
    }

    @Test
    void aFiringDuringTheBuildOfTheNextGenerationRunsOnce() throws Exception {
        String everySecond = "'cron \"* * * * * *\"'";
        home.task("one", actorFile(everySecond, "message: a"));
        Instant from = Instant.now();
        home.start();
        await().until(() -> runs("a") > 0);
        home.task("one", actorFile(everySecond, "message: b, create: gate"));
        await().until(() -> home.happened("b#2 create"));
        long before = runs("a");
        await().pollInterval(Duration.ofMillis(5)).until(() -> runs("a") > before);
        home.gate.countDown();
        await().pollInterval(Duration.ofMillis(5)).until(() -> runs("b") > 0);
        long firings = Instant.now().getEpochSecond() - from.getEpochSecond();
        assertTrue(runs("a") + runs("b") <= firings, home.events::toString);
    }

    @Test
    void onceThatFailsIsTriedAgainUntilItEndedWell() throws Exception {
        home.task("one", actorFile("once", "message: a, run: until-open") + "restart: { backoff: 10ms }\n");
        home.start();
        await().until(() -> runs("a") > 2);
        home.gate.countDown();
        home.awaitState("one", TaskState.COMPLETED);
    }

    @Test
    void cronRunsAtItsFirings() throws Exception {
        home.task("one", actorFile("'cron \"* * * * * *\"'", "message: a"));
        home.start();
        await().until(() -> home.task("one").cycles().ended() >= 2);
    }

    @Test
    void cronWaitsForItsNextFiringAfterASwapAndRunsNowWhenAsked() throws Exception {
        home.task("one", actorFile(NEVER, "message: a"));
        home.start();
        await().untilAsserted(() -> assertTrue(home.task("one").nextRun().isPresent()));
        home.task("one", actorFile(NEVER, "message: b"));
        await().until(() -> home.happened("b#2 start"));
        assertEquals(0, runs("b"));
        done(home.control().runNow(ONE, TestHome.TEST));
        await().until(() -> runs("b") == 1);
        await().until(() -> home.task("one").nextRun().isPresent());
        assertEquals(0, runs("a"));
    }

    @Test
    void anotherScheduleAppliesToTheRunningGeneration() throws Exception {
        home.task("one", actorFile(NEVER, "message: a"));
        home.start();
        home.task("one", actorFile("delay 10ms", "message: a"));
        await().until(() -> home.task("one").cycles().ended() > 3);
        home.task("one", actorFile("continuous", "message: a"));
        await().until(() ->
                home.task("one").spec().orElseThrow().schedule().toString().startsWith("Continuous"));
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles + 100);
        home.task("one", actorFile(NEVER, "message: a"));
        await().until(() -> home.task("one").nextRun().isPresent());
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
    }

    @Test
    void aServiceRunsUntilItIsToldToStopWhichIsNoFailure() throws Exception {
        home.task("one", actorFile("service", "message: a, run: ready"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
        home.awaitState("one", TaskState.RUNNING);
        home.task("one", actorFile("service", "message: b, run: hang"));
        await().until(() -> home.happened("b#2 run"));
        home.task("one", actorFile("service", "message: c, run: ready"));
        await().until(() -> home.happened("c#3 run"));
        await().untilAsserted(() -> assertEquals(0, home.task("one").cycles().failed()));
        assertEquals(1, runs("a"));
    }

    @Test
    void aServiceThatReturnsAsSoonAsItIsToldIsNeverCountedAsFailed() throws Exception {
        home.task("one", actorFile("service", "message: a, run: ready"));
        home.start();
        for (int i = 1; i <= 50; i++) {
            String runs = "a#" + i + " run";
            await().pollInterval(Duration.ofMillis(2)).until(() -> home.happened(runs));
            done(home.control().restart(ONE, TestHome.TEST));
        }
        await().untilAsserted(() -> assertEquals(0, home.task("one").cycles().failed()));
    }

    @Test
    void aServiceThatReturnsOrThrowsIsStartedAgainAndIsWellOnceItIsReady() throws Exception {
        home.task("one", actorFile("service", "message: a") + "restart: { backoff: 10ms }\n");
        home.start();
        await().until(() -> runs("a") > 2);
        await().untilAsserted(() ->
                assertTrue(home.task("one").lastError().orElseThrow().message().contains("the service returned")));
        await().untilAsserted(() -> assertFalse(home.status().health().ok()));
        home.task("one", actorFile("service", "message: b, run: throw") + "restart: { backoff: 10ms }\n");
        await().until(() -> runs("b") > 2 && home.task("one").state() == TaskState.BACKOFF);
        home.task("one", actorFile("service", "message: c, run: ready"));
        await().until(() -> runs("c") == 1 && home.status().health().ok());
    }

    @Test
    void aPausedServiceIsStoppedAndAResumedOneRunsAgain() throws Exception {
        home.task("one", actorFile("service", "message: a, run: ready"));
        home.start();
        await().until(() -> runs("a") == 1);
        done(home.control().pause(ONE, TestHome.TEST));
        await().until(() -> !home.task("one").cycles().running());
        home.awaitState("one", TaskState.PAUSED);
        done(home.control().resume(ONE, TestHome.TEST));
        await().until(() -> runs("a") == 2);
        await().untilAsserted(() -> assertEquals(0, home.task("one").cycles().failed()));
    }

    private long runs(String message) {
        return home.events.stream()
                .filter(event -> event.matches(message + "#\\d+ run"))
                .count();
    }
}
