package io.reseat.host;

import static io.reseat.host.TestHome.TEST;
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
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.TaskName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shows the steps of a reload. */
class PhasesTest {
    private static final TaskName ONE = new TaskName("one");
    private static final String SHORT = "reload: { probation: 1ms }\n";
    private static final String OVERLAP = "reload: { swap: overlap, probation: 1ms, drain: 10m }\n";
    private static final Set<Phase> ALL = EnumSet.complementOf(EnumSet.of(Phase.OVERLAP));

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
    }

    @AfterEach
    void stop() {
        home.close();
    }

    private void started() throws Exception {
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", SHORT + actorFile("every 20ms", "message: a"));
        home.start();
        over("1");
    }

    private void keeping(String schedule, String config) throws Exception {
        home.plugin("keeper.jar", Keeper.jar());
        home.task("one", SHORT + Keeper.file(schedule, config));
        home.start();
        over("1");
    }

    /** The history's entry of what led to a generation, when all of that is over. */
    private HistoryEntry over(String label) throws Exception {
        await().until(() ->
                entries(label).stream().anyMatch(entry -> entry.phases().containsKey(Phase.COMMIT)));
        return entries(label).get(0);
    }

    private List<HistoryEntry> entries(String label) throws Exception {
        return done(home.control().history(ONE)).stream()
                .filter(entry -> entry.label().equals(label))
                .toList();
    }

    private static Set<Phase> but(Phase... missing) {
        EnumSet<Phase> phases = EnumSet.copyOf(ALL);
        phases.removeAll(List.of(missing));
        return phases;
    }

    @Test
    void eachStepOfAReloadIsAPhaseOfReportStatusAndHistory() throws Exception {
        started();
        home.plugin("actor.jar", actor("1.1.0"));
        assertEquals(ALL, over("2").phases().keySet());
        ReloadReport last = home.control().lastReports(1).get(0);
        assertEquals(ALL, last.phases().keySet());
        await().untilAsserted(() -> assertEquals(
                ALL, home.task("one").lastReload().orElseThrow().phases().keySet()));
        assertTrue(last.phases().values().stream().noneMatch(Duration::isNegative), last::toString);
    }

    @Test
    void eachPhaseIsInTheHistoryFile() throws Exception {
        started();
        home.plugin("actor.jar", actor("1.1.0"));
        over("2");
        home.stop();
        String file = Files.readString(folder.resolve("data/history/one.json"));
        ALL.forEach(phase -> assertTrue(file.contains("\"" + phase + "\""), () -> phase + " is not in " + file));
    }

    @Test
    void theLastStepIsToldWithAllPhasesAfterTheCommit() throws Exception {
        started();
        List<HostEvent.ReloadStep> steps = new CopyOnWriteArrayList<>();
        home.control().subscribe(event -> {
            if (event instanceof HostEvent.ReloadStep step) {
                steps.add(step);
            }
        });
        home.plugin("actor.jar", actor("1.1.0"));
        over("2");
        await().until(() -> steps.size() == 3);
        assertEquals(
                List.of(HostEvent.Step.SWAPPED, HostEvent.Step.COMMITTED, HostEvent.Step.LET_GO),
                steps.stream().map(HostEvent.ReloadStep::step).toList());
        assertEquals(but(Phase.LET_GO), steps.get(1).report().phases().keySet());
        assertEquals(ALL, steps.get(2).report().phases().keySet());
    }

    @Test
    void aNewConfigStagesNothing() throws Exception {
        started();
        home.task("one", SHORT + actorFile("every 20ms", "message: b"));
        assertEquals(but(Phase.STAGE), over("2").phases().keySet());
    }

    @Test
    void aFirstGenerationLetsNothingGo() throws Exception {
        started();
        assertEquals(but(Phase.DRAIN, Phase.LET_GO), over("1").phases().keySet());
    }

    @Test
    void aRestartIsNoticedAndPlannedToo() throws Exception {
        started();
        done(home.control().restart(ONE, TEST));
        assertEquals(but(Phase.STAGE), over("2").phases().keySet());
    }

    @Test
    void aChangeInPlaceBindsAndWaitsForTheCycleAndStagesAndLetsGoNothing() throws Exception {
        keeping("every 20ms", "message: a");
        home.task("one", SHORT + Keeper.file("every 20ms", "message: b"));
        assertEquals(but(Phase.STAGE, Phase.LET_GO), over("1.1").phases().keySet());
    }

    @Test
    void aServiceThatTakesItsConfigInPlaceIsNotDrained() throws Exception {
        keeping("service", "message: a, run: ready");
        home.task("one", SHORT + Keeper.file("service", "message: b, run: ready"));
        assertEquals(
                but(Phase.STAGE, Phase.DRAIN, Phase.LET_GO),
                over("1.1").phases().keySet());
    }

    @Test
    void aConfigInPlaceThatDoesNotFitWasOnlyBound() throws Exception {
        keeping("every 20ms", "message: a");
        home.task("one", SHORT + Keeper.file("every 20ms", "massage: b"));
        assertEquals(
                Set.of(Phase.NOTICE, Phase.PLAN, Phase.BUILD),
                home.awaitReport(Outcome.REFUSED).phases().keySet());
    }

    @Test
    void aCycleInPlaceThatDoesNotEndWasWaitedFor() throws Exception {
        keeping("every 20ms", "message: a");
        home.task("one", SHORT + Keeper.file("every 20ms", "message: b, run: deaf"));
        await().until(() -> home.happened("b#1 run"));
        home.task("one", "reload: { drain: 10ms }\n" + Keeper.file("every 20ms", "message: b, run: deaf"));
        await().until(() ->
                home.control().lastReports(10).stream().anyMatch(report -> report.outcome() == Outcome.APPLIED));
        home.task("one", "reload: { drain: 10ms }\n" + Keeper.file("every 20ms", "message: c"));
        assertEquals(
                Set.of(Phase.NOTICE, Phase.PLAN, Phase.BUILD, Phase.DRAIN),
                home.awaitReport(Outcome.REFUSED).phases().keySet());
    }

    @Test
    void aConfigInPlaceThatIsThrownBackWasAskedFor() throws Exception {
        keeping("every 20ms", "message: a");
        home.task("one", SHORT + Keeper.file("every 20ms", "message: b, reconfigure: throw"));
        assertEquals(
                Set.of(Phase.NOTICE, Phase.PLAN, Phase.BUILD, Phase.DRAIN, Phase.SWAP),
                home.awaitReport(Outcome.REFUSED).phases().keySet());
    }

    @Test
    void whatEndsBesideItsSuccessorIsTimedAfterTheSwap() throws Exception {
        overlapping("message: a");
        home.task("one", OVERLAP + actorFile("every 20ms", "message: b"));
        await().until(() -> has("2", Phase.LET_GO));
        HistoryEntry entry = entries("2").get(0);
        assertTrue(entry.phases().containsKey(Phase.OVERLAP), entry::toString);
        assertFalse(entry.phases().containsKey(Phase.DRAIN), entry::toString);
        await().untilAsserted(() -> assertEquals(
                entry.phases(),
                home.task("one").lastReload().orElseThrow().phases(),
                "status tells the same as the history"));
    }

    @Test
    void whatIsDrainedStillWhenItsSuccessorIsProvedIsTimedAllTheSame() throws Exception {
        overlapping("message: a, run: gate");
        await().until(() -> home.happened("a#1 run"));
        home.task("one", OVERLAP + actorFile("every 20ms", "message: b"));
        over("2");
        assertFalse(has("2", Phase.OVERLAP));
        home.gate.countDown();
        await().until(() -> has("2", Phase.LET_GO));
        assertTrue(has("2", Phase.OVERLAP));
    }

    @Test
    void whatEndsBesideASuccessorThatFailedIsTimedAllTheSame() throws Exception {
        overlapping("message: a, run: later-gate");
        over("1");
        home.task("one", "reload: { swap: overlap, drain: 10m }\n" + actorFile("every 20ms", "message: b, run: throw"));
        home.awaitReport(Outcome.ROLLED_BACK);
        await().until(() -> has("2", Phase.OVERLAP));
        home.gate.countDown();
    }

    private void overlapping(String config) throws Exception {
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", OVERLAP + actorFile("every 20ms", config));
        home.start();
    }

    private boolean has(String label, Phase phase) throws Exception {
        return entries(label).stream().anyMatch(entry -> entry.phases().containsKey(phase));
    }

    @Test
    void whatWasGoneBackToIsCommittedAtOnceAndLetsGo() throws Exception {
        started();
        home.task("one", SHORT + actorFile("every 20ms", "message: b"));
        over("2");
        done(home.control().rollback(ONE, OptionalLong.empty(), TEST));
        HistoryEntry back = over("3 (from 1)");
        assertEquals(Outcome.RESTORED, back.outcome());
        assertEquals(but(Phase.STAGE, Phase.PROBATION), back.phases().keySet());
    }

    @Test
    void theFlightRecorderHasEachStepOfARollback() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("io.reseat.Reload");
            recording.start();
            started();
            home.task("one", actorFile("every 20ms", "message: b, run: throw"));
            await().until(() -> recorded(recording, "3 (from 1)").isPresent());
            RecordedEvent back = recorded(recording, "3 (from 1)").orElseThrow();
            assertEquals("ROLLED_BACK", back.getString("outcome"));
            assertTrue(back.getDuration("commit").toNanos() > 0, back::toString);
            assertTrue(back.getDuration("letGo").toNanos() > 0, back::toString);
        }
    }

    private Optional<RecordedEvent> recorded(Recording recording, String generation) throws Exception {
        Path file = folder.resolve("reloads.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getString("toGeneration").equals(generation))
                .findFirst();
    }

    @Test
    void whatTheHostBuildsByItselfWasNotNoticed() throws Exception {
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", SHORT + actorFile("every 20ms", "message: a"));
        home.start();
        over("1");
        home.task("one", actorFile("every 20ms", "message: b, run: throw"));
        ReloadReport back = home.awaitReport(Outcome.ROLLED_BACK);
        assertFalse(back.phases().containsKey(Phase.NOTICE), back::toString);
    }
}
