package io.reseat.host;

import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A config change that the live instance takes, or refuses, or loses itself over. */
class InPlaceTest {
    private static final TaskName ONE = new TaskName("one");
    private static final String SHORT = "reload: { probation: 1ms, drain: 100ms }\n";

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.plugin("keeper.jar", Keeper.jar());
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void whatTakesNeitherConfigIsBuiltAnewWithTheOldOne() throws Exception {
        running("every 20ms", "message: a, reconfigure: throw");
        home.events.clear(); // with the save after its first cycle
        change("every 20ms", "message: b, reconfigure: throw");
        ReloadReport report = home.awaitReport(Outcome.ROLLED_BACK);
        assertEquals("2 (from 1)", report.label());
        assertTrue(report.reason().contains("did not take its old config back either"), report.reason());
        await().until(() -> home.happened("a#2 run"));
        await().untilAsserted(() -> assertTrue(home.happened("a#2 restore a")));
        await().untilAsserted(() -> assertTrue(home.happened("a#1 close")));
        assertEquals(1, count("a#1 save"), "what is lost is not asked again for what it handed over before");
        assertEquals(Outcome.HELD, home.reload("one").outcome());
    }

    @Test
    void aPausedTaskTakesItAndStaysPaused() throws Exception {
        running("every 20ms", "message: a");
        done(home.control().pause(ONE, TestHome.TEST));
        change("every 20ms", "message: b");
        assertEquals("1.1", home.awaitReport(Outcome.RELOADED).label());
        home.awaitState("one", TaskState.PAUSED);
        assertFalse(home.happened("b#1 run"));
        done(home.control().resume(ONE, TestHome.TEST));
        await().until(() -> home.happened("b#1 run"));
    }

    @Test
    void aServiceTakesItWhileItRuns() throws Exception {
        running("service", "message: a, run: ready");
        change("service", "message: b, run: ready");
        assertEquals("1.1", home.awaitReport(Outcome.RELOADED).label());
        await().until(() -> proved(1, 1));
        home.awaitState("one", TaskState.RUNNING);
        assertEquals(1, count("a#1 run") + count("b#1 run"));
        assertEquals(0, count("a#1 save"), "its state would be asked for while it runs");
    }

    @Test
    void aServiceThatWaitsForItsBackoffRunsAgainWithTheNewConfig() throws Exception {
        home.task(
                "one",
                "restart: { backoff: 1h, rebuild-after: 1 }\n" + Keeper.file("service", "message: a, run: throw"));
        home.start();
        home.awaitState("one", TaskState.BACKOFF);
        change("service", "message: b, run: ready");
        await().until(() -> home.happened("b#1 run"));
        home.awaitState("one", TaskState.RUNNING);
    }

    @Test
    void aCycleThatDoesNotEndGoesOnWithTheOldConfig() throws Exception {
        running("every 20ms", "message: a");
        change("every 20ms", "message: b, run: deaf");
        await().until(() -> home.happened("b#1 run"));
        change("every 20ms", "message: c");
        ReloadReport report = home.awaitReport(Outcome.REFUSED);
        assertTrue(report.reason().contains("did not end within its drain"), report.reason());
        assertTrue(report.reason().contains("reseat restart one"), report.reason());
        home.awaitState("one", TaskState.RUNNING);
        System.setProperty("reseat.test.release", "now");
        await().until(() -> count("b#1 run") > 1);
        assertFalse(home.happened("b#1 reconfigure to c"));
    }

    @Test
    void aConfigThatDoesNotFitHoldsUpNoCycleAndNamesItsPlace() throws Exception {
        running("every 20ms", "message: a");
        change("every 20ms", "message: b, run: gate");
        await().until(() -> home.happened("b#1 run"));
        home.task("one", SHORT + Keeper.file("every 20ms", "message: c, versoin: 2"));
        ReloadReport report = home.awaitReport(Outcome.REFUSED);
        await().untilAsserted(() -> assertTrue(home.task("one").cycles().running()));
        assertTrue(report.problems().get(0).toString().startsWith("conf/tasks/one.yaml:4:22:"), report::toString);
        assertTrue(report.reason().contains("goes on with its old config"), report.reason());
        home.gate.countDown();
        await().until(() -> count("b#1 run") > 1);
    }

    @Test
    void aCycleOfTheOldConfigProvesNothingOfTheNewOne() throws Exception {
        String patient = "reload: { probation: 1ms, drain: 1m }\n";
        running("every 20ms", "message: a");
        home.task("one", patient + Keeper.file("every 20ms", "message: b, run: gate"));
        await().until(() -> home.happened("b#1 run"));
        home.task("one", patient + Keeper.file("every 20ms", "message: c, run: deaf"));
        home.awaitState("one", TaskState.RELOADING);
        home.gate.countDown();
        await().until(() -> home.happened("c#1 run"));
        await().during(Duration.ofMillis(500)).until(() -> !proved(1, 2));
        System.setProperty("reseat.test.release", "now");
        await().until(() -> proved(1, 2));
    }

    @Test
    void aServiceWhoseCheckFailsOnceOnProbationIsProvedLater() throws Exception {
        running("service", "message: a, run: ready, check: throw-second");
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
    }

    @Test
    void noSecretIsShown() throws Exception {
        Files.writeString(folder.resolve("secret"), "first-secret");
        running("every 20ms", "message: a, password: \"${file:secret}\"");
        Files.writeString(folder.resolve("secret"), "second-secret");
        assertEquals("1.1", home.awaitReport(Outcome.RELOADED).label());
        change("every 20ms", "message: b, password: third-secret, reconfigure: throw");
        ReloadReport refused = home.awaitReport(Outcome.REFUSED);
        String shown = refused + " " + home.status() + done(home.control().plan())
                + done(home.control().history(ONE));
        assertFalse(shown.contains("-secret"), shown);
    }

    @Test
    void aFirstCycleThatFailsBringsTheOldConfigBackWithTheStateOfTheChange() throws Exception {
        running("every 20ms", "message: a");
        change("every 20ms", "message: b, run: throw");
        ReloadReport report = home.awaitReport(Outcome.ROLLED_BACK);
        assertEquals("2 (from 1)", report.label());
        await().until(() -> home.happened("a#2 run"));
        await().untilAsserted(() -> assertTrue(home.happened("a#2 restore a")));
        assertFalse(home.happened("b#1 save"));
        await().untilAsserted(() -> assertEquals(0, home.task("one").revision()));
        assertEquals(Outcome.HELD, home.reload("one").outcome());
    }

    @Test
    void eachRevisionIsInThePast() throws Exception {
        running("every 20ms", "message: a");
        change("every 20ms", "message: b");
        await().until(() -> proved(1, 1));
        change("every 20ms", "message: c");
        await().until(() -> proved(1, 2));
        change("every 20ms", "message: d, reconfigure: throw");
        home.awaitReport(Outcome.REFUSED);
        List<String> past = done(home.control().history(ONE)).stream()
                .map(entry -> entry.generation() + "." + entry.revision() + " " + entry.outcome())
                .toList();
        assertEquals(List.of("1.2 REFUSED", "1.2 RELOADED", "1.1 RELOADED", "1.0 ADDED"), past);
        home.stop();
        home.task("one", "broken");
        home.start();
        await().until(() -> home.happened("c#2 run"));
    }

    @Test
    void aScheduleThatChangesWithTheConfigIsTakenAsWell() throws Exception {
        running("every 20ms", "message: a");
        change("every 1h", "message: b");
        assertEquals("1.1", home.awaitReport(Outcome.RELOADED).label());
        await().until(() -> home.task("one").nextRun().isPresent());
        Instant next = home.task("one").nextRun().orElseThrow();
        assertTrue(next.isAfter(Instant.now().plus(Duration.ofMinutes(50))), next::toString);
        done(home.control().runNow(ONE, TestHome.TEST));
        await().until(() -> home.happened("b#1 run"));
    }

    @Test
    void aConfigThatDoesNotFitLeavesABackoffAsItIs() throws Exception {
        home.task("one", "restart: { backoff: 1h }\n" + Keeper.file("every 20ms", "message: a, run: throw"));
        home.start();
        home.awaitState("one", TaskState.BACKOFF);
        home.task("one", Keeper.file("every 20ms", "message: a, versoin: 2"));
        home.awaitReport(Outcome.REFUSED);
        home.awaitState("one", TaskState.BACKOFF);
        assertEquals(1, count("a#1 run"));
    }

    @Test
    void aServiceThatBecomesCyclesIsBuiltAnew() throws Exception {
        running("service", "message: a, run: ready");
        home.task("one", SHORT + Keeper.file("every 20ms", "message: a, run: ready"));
        await().until(() -> home.task("one").generation() == 2);
        await().untilAsserted(() -> assertTrue(home.happened("a#1 close")));
    }

    private void running(String schedule, String config) throws Exception {
        home.task("one", SHORT + Keeper.file(schedule, config));
        home.start();
        await().until(() -> proved(1, 0));
    }

    private void change(String schedule, String config) throws Exception {
        home.task("one", SHORT + Keeper.file(schedule, config));
    }

    private boolean proved(long generation, int revision) throws Exception {
        for (HistoryEntry entry : done(home.control().history(ONE))) {
            if (entry.generation() == generation && entry.revision() == revision && entry.proved()) {
                return true;
            }
        }
        return false;
    }

    private long count(String event) {
        return home.events.stream().filter(event::equals).count();
    }
}
