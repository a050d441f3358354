package io.reseat.host;

import static io.reseat.host.TestHome.TEST;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.reconcile.Control;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a new generation after its swap: proved, or given up for the one before. */
class ProbationTest {
    private static final String SHORT = "reload: { probation: 1ms }\n";

    @RegisterExtension
    final TestHome home = TestHome.withTask(SHORT + actorFile("every 20ms", "message: a"));

    @Test
    void aFirstCycleThatThrowsBringsTheOldGenerationBack() throws Exception {
        proved(1);
        home.task("one", actorFile("every 20ms", "message: b, run: throw"));
        await().until(() -> home.happened("a#3 run"));
        ReloadReport report = home.awaitReport(Outcome.ROLLED_BACK);
        assertEquals("3 (from 1)", report.label());
        assertTrue(
                report.reason()
                        .contains("generation 2 failed on probation: java.io.IOException: run was told to throw"),
                report.reason());
        home.awaitState("one", TaskState.RUNNING);
        await().untilAsserted(
                        () -> assertTrue(home.task("one").detail().contains("what its files hold now does not run")));
        assertEquals(Outcome.HELD, home.reload("one").outcome());
        assertFalse(home.happened("b#4 create"));
    }

    @Test
    void whatProvedItselfIsCommittedWithEachPhase() throws Exception {
        proved(1);
        home.task("one", SHORT + actorFile("every 20ms", "message: b"));
        proved(2);
        await().until(() -> home.control().lastReports(1).get(0).phases().containsKey(Phase.LET_GO));
        ReloadReport report = home.control().lastReports(1).get(0);
        assertEquals(
                Set.of(
                        Phase.NOTICE,
                        Phase.PLAN,
                        Phase.BUILD,
                        Phase.DRAIN,
                        Phase.SWAP,
                        Phase.PROBATION,
                        Phase.COMMIT,
                        Phase.LET_GO),
                report.phases().keySet());
        assertTrue(report.probation().isZero());
        HistoryEntry entry = done(home.control().history(new TaskName("one"))).get(0);
        assertTrue(entry.phases().containsKey(Phase.PROBATION), entry::toString);
    }

    @Test
    void whatWasRolledBackIsHeldAndSaidToBe() throws Exception {
        proved(1);
        home.task("one", actorFile("every 20ms", "message: b, run: throw"));
        home.awaitReport(Outcome.ROLLED_BACK);
        await().untilAsserted(() -> assertEquals("3 (from 1)", home.task("one").label()));
        await().untilAsserted(() -> assertTrue(
                home.task("one").standing().held().get(0).why().startsWith("failed on probation: "),
                () -> home.task("one").standing().toString()));
    }

    @Test
    void whatWasRolledBackIsTriedAgainWhenItsContentChanges() throws Exception {
        proved(1);
        home.task("one", actorFile("every 20ms", "message: b, run: throw"));
        home.awaitReport(Outcome.ROLLED_BACK);
        home.task("one", actorFile("every 20ms", "message: c"));
        await().until(() -> home.happened("c#4 run"));
        await().untilAsserted(() -> assertEquals("", home.task("one").detail()));
    }

    @Test
    void whatCameThroughItsProbationIsNotRolledBack() throws Exception {
        proved(1);
        home.task("one", SHORT + "restart: { backoff: 10ms }\n" + actorFile("every 20ms", "message: b"));
        proved(2);
        home.task("one", SHORT + "restart: { backoff: 10ms }\n" + actorFile("every 20ms", "message: b"));
        await().untilAsserted(() -> assertEquals(List.of(), outcomes(Outcome.ROLLED_BACK)));
        await().untilAsserted(() -> assertEquals("", home.task("one").probation()));
    }

    @Test
    void aNewerChangeOnProbationKeepsTheLastGoodOne() throws Exception {
        proved(1);
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("b#2 run"));
        home.task("one", actorFile("every 20ms", "message: c, run: throw"));
        await().until(() -> home.happened("a#4 run"));
        assertEquals("4 (from 1)", home.awaitReport(Outcome.ROLLED_BACK).label());
    }

    @Test
    void whatStoodByUnprovedIsWatchedAgainWhenItIsBroughtBack() throws Exception {
        home.task("one", "reload: { probation: 1h }\n" + actorFile("every 20ms", "message: a"));
        home.start();
        await().until(() -> home.task("one").cycles().ended() > 0);
        home.task("one", "reload: { probation: 1h }\n" + actorFile("every 20ms", "message: b, run: throw"));
        await().until(() -> home.happened("a#3 run"));
        await().untilAsserted(() -> assertTrue(
                home.task("one").probation().startsWith("on probation for 1h"),
                () -> home.task("one").toString()));
        assertTrue(done(home.control().history(new TaskName("one"))).stream().noneMatch(HistoryEntry::proved));
    }

    @Test
    void rollbackFalseLeavesAFailingGenerationToItsRestartPolicy() throws Exception {
        proved(1);
        home.task("one", "reload: { rollback: false }\n" + actorFile("every 20ms", "message: b, run: throw"));
        home.awaitState("one", TaskState.BACKOFF);
        await().untilAsserted(() -> assertEquals(2, home.task("one").generation()));
    }

    @Test
    void theOldOneComesBackWithTheStateOfTheSwap() throws Exception {
        home.task("one", SHORT + actorFile("every 20ms", "message: a, stateful: true"));
        proved(1);
        home.task("one", actorFile("every 20ms", "message: b, stateful: true, run: throw"));
        await().until(() -> home.happened("a#3 run"));
        assertTrue(
                home.events.stream().anyMatch(event -> event.startsWith("a#3 restore {cycles=")),
                home.events::toString);
        assertFalse(home.happened("b#2 save"));
    }

    @Test
    void aHostThatStartsOnABrokenFileRunsTheLastGood() throws Exception {
        proved(1);
        home.stop();
        home.task("one", "plugin: actor\nschedul: every 20ms\n");
        ReloadReport report = home.start().get(0);
        assertEquals(Outcome.ROLLED_BACK, report.outcome());
        assertEquals("2 (from 1)", report.label());
        await().until(() -> home.happened("a#2 run"));
        await().untilAsserted(() ->
                assertTrue(home.task("one").problems().get(0).toString().contains("schedul")));
        await().untilAsserted(() -> assertFalse(home.status().health().ok()));
    }

    @Test
    void aHostThatStartsWithoutTheJarRunsTheLastGoodFromTheStore() throws Exception {
        proved(1);
        home.stop();
        Files.delete(home.root.resolve("plugins/actor.jar"));
        home.start();
        await().until(() -> home.happened("a#2 run"));
        await().untilAsserted(() -> assertTrue(
                home.task("one").detail().contains("waits for plugin actor"),
                home.task("one").detail()));
    }

    @Test
    void aHostThatStartsOnAConfigThatCannotBeBuiltRunsTheLastGood() throws Exception {
        proved(1);
        home.stop();
        home.task("one", actorFile("every 20ms", "message: b, create: throw"));
        home.start();
        await().until(() -> home.happened("a#3 run"));
        await().untilAsserted(() -> assertTrue(
                home.task("one").detail().contains("create was told to throw"),
                home.task("one").detail()));
    }

    @Test
    void aHostThatStartsOnAConfigWhoseFirstCycleThrowsGoesBackToTheLastGood() throws Exception {
        proved(1);
        home.stop();
        home.task("one", actorFile("every 20ms", "message: b, run: throw"));
        home.start();
        await().until(() -> home.happened("a#3 run"));
        assertEquals("3 (from 1)", home.awaitReport(Outcome.ROLLED_BACK).label());
    }

    @Test
    void anOperatorGoesBackAndTheFilesAreHeldAlsoAfterARestart() throws Exception {
        proved(1);
        home.task("one", SHORT + actorFile("every 20ms", "message: b"));
        proved(2);
        ReloadReport report = done(home.control().rollback(new TaskName("one"), OptionalLong.empty(), TEST));
        assertEquals(Outcome.RESTORED, report.outcome());
        assertEquals("3 (from 1)", report.label());
        assertTrue(report.ok());
        await().until(() -> home.happened("a#3 run"));
        assertEquals(Outcome.HELD, home.reload("one").outcome());
        home.stop();
        home.start();
        await().until(() -> home.happened("a#4 run"));
        Control.ReloadOptions force = new Control.ReloadOptions(true, false);
        done(home.control().reload(new TaskName("one"), force, TEST));
        await().until(() -> home.happened("b#5 run"));
    }

    @Test
    void aGenerationThatIsNotKnownIsRefusedWithTheRemedy() throws Exception {
        proved(1);
        Exception refused = org.junit.jupiter.api.Assertions.assertThrows(
                Exception.class, () -> done(home.control().rollback(new TaskName("one"), OptionalLong.of(77), TEST)));
        assertTrue(
                refused.getMessage().contains("no generation 77; what there is: reseat history one"),
                refused::toString);
    }

    @Test
    void thePastOfATaskSurvivesARestart() throws Exception {
        proved(1);
        home.task("one", actorFile("every 20ms", "message: b, create: throw"));
        home.awaitReport(Outcome.REFUSED);
        home.stop();
        home.task("one", SHORT + actorFile("every 20ms", "message: a"));
        home.start();
        await().until(() -> home.task("one").generation() == 3);
        List<HistoryEntry> past = done(home.control().history(new TaskName("one")));
        assertEquals(
                List.of(Outcome.ADDED, Outcome.REFUSED, Outcome.ADDED),
                past.stream().map(HistoryEntry::outcome).toList());
        assertTrue(past.get(2).proved());
    }

    @Test
    void aReconfigurableTaskTakesAConfigInPlace() throws Exception {
        home.task("one", SHORT + actorFile("every 20ms", "message: a, in-place: true"));
        proved(1);
        home.task("one", SHORT + actorFile("every 20ms", "message: b, in-place: true"));
        await().until(() -> home.happened("b#1 run"));
        await().untilAsserted(() -> assertTrue(home.happened("a#1 reconfigure to b")));
        await().untilAsserted(() -> assertEquals(1, home.task("one").revision()));
        assertEquals("1.1", home.awaitReport(Outcome.RELOADED).label());
        assertFalse(home.happened("a#1 close"));
    }

    @Test
    void aConfigThatIsRefusedInPlaceLeavesTheOldOne() throws Exception {
        home.task("one", SHORT + actorFile("every 20ms", "message: a, in-place: true"));
        proved(1);
        home.task("one", SHORT + actorFile("every 20ms", "message: b, in-place: true, reconfigure: throw"));
        ReloadReport report = home.awaitReport(Outcome.REFUSED);
        assertTrue(report.reason().contains("generation 1 goes on with its old config"), report.reason());
        await().untilAsserted(() -> assertTrue(home.happened("a#1 reconfigure to a")));
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        await().untilAsserted(() -> assertEquals(0, home.task("one").revision()));
    }

    @Test
    void aPlanNamesTheKeysThatDiffer() throws Exception {
        proved(1);
        home.task("held", "plugin: actor@9.x\nschedule: once\n");
        Files.writeString(home.root.resolve("conf/tasks/one.yaml"), actorFile("every 20ms", "message: b, run: ready"));
        List<PlannedAction> plan = done(home.control().plan());
        PlannedAction one = plan.stream()
                .filter(action -> action.task().value().equals("one"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of(
                        "message: a → b",
                        "run: added, ready",
                        "swap: replace, the old generation ends before the new one starts"),
                one.lines());
    }

    /** Starts the host if need be, and waits until a generation has come through its probation. */
    private void proved(long generation) throws Exception {
        if (generation == 1) {
            home.start();
        }
        await().until(() -> done(home.control().history(new TaskName("one"))).stream()
                .anyMatch(entry -> entry.generation() == generation && entry.proved()));
    }

    private List<ReloadReport> outcomes(Outcome outcome) {
        return home.control().lastReports(1000).stream()
                .filter(report -> report.outcome() == outcome)
                .toList();
    }
}
