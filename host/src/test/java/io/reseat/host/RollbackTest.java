package io.reseat.host;

import static io.reseat.host.TestHome.TEST;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where an operator's rollback goes, and what is made of the content that it leaves. */
class RollbackTest {
    private static final TaskName ONE = new TaskName("one");
    private static final String SHORT = "reload: { probation: 1ms }\n";

    @RegisterExtension
    final TestHome home = TestHome.withActor();

    @Test
    void aSecondRollbackGoesFurtherBackAndAThirdHasNowhereToGo() throws Exception {
        proved(1, "message: a");
        proved(2, "message: b");
        proved(3, "message: c");
        assertEquals("4 (from 2)", rollback().label());
        assertEquals("5 (from 1)", rollback().label());
        Exception nowhere = assertThrows(Exception.class, this::rollback);
        assertTrue(nowhere.getMessage().contains("no older generation"), nowhere::toString);
        assertEquals("6 (from 3)", rollback(3).label());
    }

    @Test
    void whatRunsAlreadyIsBuiltAnewAndNotHeld() throws Exception {
        proved(1, "message: a");
        assertEquals("2 (from 1)", rollback(1).label());
        assertEquals(Outcome.UNCHANGED, home.reload("one").outcome());
        home.stop();
        home.start();
        await().until(() -> home.happened("a#3 run"));
    }

    @Test
    void aLookDuringTheBuildDoesNotTurnItIntoAnother() throws Exception {
        proved(1, "message: a, create: later-gate");
        proved(2, "message: b");
        CompletionStage<ReloadReport> rollback = home.control().rollback(ONE, OptionalLong.empty(), TEST);
        await().until(() -> home.happened("a#3 create again"));
        assertEquals(Outcome.UNCHANGED, home.reload("one").outcome());
        home.gate.countDown();
        assertEquals(Outcome.RESTORED, done(rollback).outcome());
        await().until(() -> home.happened("a#3 run"));
        assertEquals(Outcome.HELD, home.reload("one").outcome());
    }

    @Test
    void aNewerChangeDuringTheBuildTakesItsPlaceAndItsAnswer() throws Exception {
        proved(1, "message: a, create: later-gate");
        proved(2, "message: b");
        CompletionStage<ReloadReport> rollback = home.control().rollback(ONE, OptionalLong.empty(), TEST);
        await().until(() -> home.happened("a#3 create again"));
        home.task("one", SHORT + actorFile("every 20ms", "message: c"));
        assertEquals(Outcome.RELOADED, done(rollback).outcome());
        await().until(() -> home.happened("c#4 run"));
        home.gate.countDown();
        await().until(() -> home.happened("a#3 close"));
    }

    @Test
    void aPausedTaskStaysPaused() throws Exception {
        proved(1, "message: a");
        proved(2, "message: b");
        done(home.control().pause(ONE, TEST));
        assertEquals("3 (from 1)", rollback().label());
        home.awaitState("one", TaskState.PAUSED);
        assertFalse(home.happened("a#3 run"));
        done(home.control().resume(ONE, TEST));
        await().until(() -> home.happened("a#3 run"));
    }

    @Test
    void aDisabledTaskIsNotStartedByIt() throws Exception {
        proved(1, "message: a");
        home.task("one", actorFile("every 20ms", "message: a") + "enabled: false\n");
        home.awaitState("one", TaskState.DISABLED);
        Exception refused = assertThrows(Exception.class, () -> rollback(1));
        assertTrue(refused.getMessage().contains("set 'enabled: true' there"), refused::toString);
        home.awaitState("one", TaskState.DISABLED);
    }

    @Test
    void whatNeverProvedItselfIsWatchedAgain() throws Exception {
        proved(1, "message: a");
        home.task("one", actorFile("every 20ms", "message: b, run: throw"));
        home.awaitReport(Outcome.ROLLED_BACK);
        await().until(() -> home.task("one").generation() == 3);
        assertEquals("4 (from 2)", rollback(2).label());
        await().until(() -> home.happened("a#5 run"));
        home.awaitState("one", TaskState.RUNNING);
    }

    @Test
    void whereNothingIsProvedYetTheOneToAskForIsNamedAndARollbackToItIsCounted() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
        for (int next = 2; next <= 3; next++) {
            String message = next == 2 ? "b" : "c";
            home.task("one", actorFile("every 20ms", "message: " + message));
            String event = message + "#" + next + " run";
            await().until(() -> home.happened(event));
        }
        Exception refused = assertThrows(Exception.class, this::rollback);
        assertTrue(
                refused.getMessage()
                        .contains(
                                "no older generation that was proved and has another content; generation 2 ran but was"
                                        + " not proved, it can be asked for by its number: reseat rollback one 2; what there is:"
                                        + " reseat history one"),
                refused::toString);
        assertEquals("4 (from 2)", rollback(2).label());
        await().untilAsserted(() -> assertEquals(1, home.status().reloads().restored()));
        await().untilAsserted(() -> assertEquals(1L, TestHome.attribute("type=Host", "ReloadsRestored")));
        await().untilAsserted(() -> assertEquals(0, home.status().reloads().rolledBack()));
    }

    @Test
    void aRestartOfWhatWasGoneBackToDoesNotTryWhatIsHeld() throws Exception {
        proved(1, "message: a");
        proved(2, "message: b");
        rollback();
        ReloadReport report = done(home.control().restart(ONE, TEST));
        assertEquals(Outcome.RELOADED, report.outcome());
        await().until(() -> home.happened("a#4 run"));
        assertFalse(home.happened("b#4 create"));
    }

    @Test
    void aStartThatFailsBringsBackWhatRan() throws Exception {
        proved(1, "message: a, start: until-open");
        proved(2, "message: b");
        TestHome other = home; // the gate of the first is open by now: shut it for whoever asks from here on
        System.getProperties().put("reseat.test.gate", new java.util.concurrent.CountDownLatch(1));
        assertEquals(Outcome.ROLLED_BACK, rollback().outcome());
        await().until(() -> other.happened("b#4 run"));
        assertEquals(Outcome.UNCHANGED, home.reload("one").outcome());
    }

    @Test
    void aChangeThatGaveWayToARollbackIsTakenUpWhereThatIsRefused() throws Exception {
        proved(1, "message: a, create: until-open");
        proved(2, "message: b");
        CountDownLatch gate = new CountDownLatch(1);
        System.getProperties().put("reseat.test.gate", gate);
        home.task("one", actorFile("every 20ms", "message: c, create: gate"));
        await().until(() -> home.happened("c#3 create"));
        assertEquals(Outcome.REFUSED, rollback(1).outcome());
        gate.countDown();
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("c#\\d+ run")));
    }

    private ReloadReport rollback() throws Exception {
        return done(home.control().rollback(ONE, OptionalLong.empty(), TEST));
    }

    private ReloadReport rollback(long generation) throws Exception {
        return done(home.control().rollback(ONE, OptionalLong.of(generation), TEST));
    }

    /** Puts a config in place, and waits until its generation has come through its probation. */
    private void proved(long generation, String config) throws Exception {
        if (config.contains("until-open")) {
            home.gate.countDown();
        }
        home.task("one", SHORT + actorFile("every 20ms", config));
        if (generation == 1) {
            home.start();
        }
        await().until(() -> done(home.control().history(ONE)).stream()
                .anyMatch(entry -> entry.generation() == generation && entry.proved()));
    }
}
