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
import io.reseat.host.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that is handed over, saved between cycles, and given back to an older generation. */
class StateTest {
    private static final TaskName ONE = new TaskName("one");
    private static final String SHORT = "reload: { probation: 1ms }\n";
    private static final String LONG = "reload: { probation: 1h }\n";
    private static final String NEW_BUILD = "isolation: plugin\n"; // so that a config is not taken in place
    private static final String SETTINGS = "logging: { level: debug, console: false }\ndrain: 1s\n";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder.resolve("home"));
        home.plugin("keeper.jar", Keeper.jar());
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void aStateThatIsTooLargeVetoesTheReloadAndTheOldOneGoesOn() throws Exception {
        home.settings(SETTINGS + "limits: { state: 1KiB }\n");
        running("message: a, size: 2000");
        next("message: b");
        ReloadReport report = home.awaitReport(Outcome.REFUSED);
        String size =
                "does not hand over its state: saveState failed: the state takes 2.0 KiB as JSON, and limits.state in"
                        + " conf/reseat.yaml is 1KiB; the state's 'padding' goes beyond it: keep what is large in dataDirectory(),"
                        + " or raise limits.state, which applies at once";
        assertTrue(report.reason().contains(size), report.reason());
        assertTrue(report.reason().contains("generation 1 goes on"), report.reason());
        assertTrue(report.reason().contains("or: reseat reload one; "), report.reason());
        long cycles = home.task("one").cycles().ended();
        await().atMost(PATIENCE).until(() -> home.task("one").cycles().ended() > cycles);
        await().untilAsserted(() ->
                assertEquals(List.of(), home.task("one").standing().held(), "nothing is wrong with the content"));
        home.settings(SETTINGS + "limits: { state: 4KiB }\n");
        await().atMost(PATIENCE)
                .until(() -> home.reload("one").outcome() == Outcome.RELOADED
                        || home.task("one").generation() > 1);
        await().untilAsserted(() -> assertTrue(
                home.events.stream().anyMatch(event -> event.matches("b#\\d+ restore a")), home.events::toString));
    }

    @Test
    void whatWasRefusedForTheOldOnesStateIsTriedAgainOnceThatCanBeSaved() throws Exception {
        home.settings(SETTINGS + "limits: { state: 1KiB, state-interval: 50ms }\n");
        running("message: a, size: 2000");
        next("message: b");
        home.awaitReport(Outcome.REFUSED);
        home.settings(SETTINGS + "limits: { state: 4KiB, state-interval: 50ms }\n");
        await().atMost(PATIENCE).until(() -> home.events.stream().anyMatch(event -> event.matches("b#\\d+ restore a")));
        assertEquals(
                "file data/state/one.json",
                home.awaitReport(Outcome.RELOADED).requester().toString());
    }

    @Test
    void aSaveThatThrowsIsNamedWithItsLineAndIsNoReasonToStayForEver() throws Exception {
        running("message: a, run: checkpoint, save: throw");
        next("message: b");
        ReloadReport refused = home.awaitReport(Outcome.REFUSED);
        assertTrue(
                refused.reason()
                        .startsWith("generation 1 does not hand over its state: saveState failed: java.io.IOException:"
                                + " save was told to throw, at keeper.Factory$Keeper.act(Factory.java:"),
                refused.reason());
        assertTrue(
                refused.reason()
                        .endsWith("; generation 1 goes on; it is tried again when its state could be saved between two"
                                + " cycles, or: reseat reload one; to go on without that state: reseat restart one"
                                + " --without-state"),
                refused.reason());
        assertEquals(
                Outcome.REFUSED,
                done(home.control().restart(ONE, TestHome.TEST)).outcome());
        ReloadReport report = done(home.control().restart(ONE, true, TestHome.TEST));
        assertEquals(Outcome.RELOADED, report.outcome(), report::toString);
        assertTrue(report.reason().endsWith(", without state"), report.reason());
        String run = "b#" + report.toGeneration() + " run";
        await().atMost(PATIENCE).until(() -> home.happened(run));
        assertTrue(home.events.stream().noneMatch(event -> event.contains(" restore ")), home.events::toString);
        Path aside = home.root.resolve("data/state/one.json.before-" + report.toGeneration());
        await().atMost(PATIENCE).until(() -> Files.exists(aside));
        assertTrue(Files.readString(aside).contains("checkpoint of a"));
        await().atMost(PATIENCE).until(() -> !saved().contains("checkpoint of a"));
    }

    @Test
    void whatVetoedTheStateIsHeldUntilAnOperatorWantsItWithoutState() throws Exception {
        running("message: a, version: 2");
        next("message: b");
        ReloadReport refused = home.awaitReport(Outcome.REFUSED);
        assertTrue(
                refused.reason()
                        .contains(
                                "restoreState failed: java.lang.IllegalArgumentException: version 2 is not known; to run it"
                                        + " without that state: reseat restart one --without-state; generation 1 goes on"),
                refused.reason());
        await().untilAsserted(() ->
                assertTrue(home.task("one").standing().held().get(0).vetoed()));
        ReloadReport plain = done(home.control().restart(ONE, TestHome.TEST));
        assertTrue(plain.reason().contains("just this failed before"), plain.reason());
        home.stop();
        home.start(); // what is held, and why, is on the disk
        await().atMost(PATIENCE).until(() -> home.task("one").state() == TaskState.RUNNING);
        ReloadReport without = done(home.control().restart(ONE, true, TestHome.TEST));
        assertEquals(Outcome.RELOADED, without.outcome(), without::toString);
        String run = "b#" + without.toGeneration() + " run";
        await().atMost(PATIENCE).until(() -> home.happened(run));
        await().untilAsserted(() ->
                assertEquals(List.of(), home.task("one").standing().held()));
    }

    @Test
    void whatIsHeldForAnotherReasonIsNotTriedBecauseAnOperatorWantsNoState() throws Exception {
        running("message: a");
        next("message: b, run: throw");
        home.awaitReport(Outcome.ROLLED_BACK);
        ReloadReport without = done(home.control().restart(ONE, true, TestHome.TEST));
        String run = "a#" + without.toGeneration() + " run";
        await().atMost(PATIENCE).until(() -> home.happened(run));
        await().untilAsserted(
                        () -> assertEquals(1, home.task("one").standing().held().size()));
    }

    @Test
    void whoGoesBackFurtherThanTheStateCanBeReadIsToldHowToDoWithoutIt() throws Exception {
        running("message: a");
        for (int version = 2; version <= 3; version++) {
            String config = "message: v" + version + ", version: " + version;
            String build = version == 2 ? NEW_BUILD : ""; // each another one than before
            home.task("one", SHORT + build + Keeper.file("every 20ms", config));
            int generation = version;
            await().atMost(PATIENCE).until(() -> proved(generation));
        }
        ReloadReport refused = done(home.control().rollback(ONE, OptionalLong.of(1), TestHome.TEST));
        assertEquals(Outcome.REFUSED, refused.outcome());
        assertTrue(
                refused.reason()
                        .contains("restoreState failed: java.lang.IllegalArgumentException: version 3 is not known; the"
                                + " state is of version 3, saved by generation 3, and generation 1 knows version 1; to"
                                + " bring it back without state: reseat rollback one 1 --without-state; generation 3 goes"
                                + " on"),
                refused.reason());
        ReloadReport report = done(home.control().rollback(ONE, OptionalLong.of(1), true, TestHome.TEST));
        assertEquals(Outcome.RESTORED, report.outcome(), report::toString);
        String run = "a#" + report.toGeneration() + " run";
        await().atMost(PATIENCE).until(() -> home.happened(run));
        assertFalse(home.events.stream().anyMatch(event -> event.startsWith("a#") && event.contains(" restore ")));
    }

    @Test
    void stateIsSavedBetweenCyclesSoThatAKilledHostLosesLittle() throws Exception {
        home.settings(SETTINGS + "limits: { state-interval: 50ms }\n");
        running("message: a");
        await().until(() -> saved().contains("\"cycles\":"));
        String first = saved();
        await().until(() -> !saved().equals(first));
        asAfterAKill();
        home.start();
        await().until(() ->
                home.happened("a#2 run") || home.events.stream().anyMatch(e -> e.matches("a#\\d+ restore a")));
        await().untilAsserted(() -> assertTrue(
                home.events.stream().anyMatch(event -> event.matches("a#\\d+ restore a")), home.events::toString));
    }

    @Test
    void withADayBetweenSavesThereIsOneAfterTheFirstGoodCycle() throws Exception {
        home.settings(SETTINGS + "limits: { state-interval: 1d }\n");
        running("message: a");
        await().until(() -> home.task("one").cycles().ended() > 10);
        await().untilAsserted(() ->
                assertEquals(1, home.events.stream().filter("a#1 save"::equals).count()));
    }

    @Test
    void aCheckpointSurvivesAKill() throws Exception {
        running("message: a, run: checkpoint, save: throw");
        asAfterAKill();
        home.start();
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("a#\\d+ restore checkpoint of a")));
    }

    @Test
    void aTaskThatCannotSaveBetweenCyclesRunsOn() throws Exception {
        home.settings(SETTINGS + "limits: { state-interval: 10ms }\n");
        running("message: a, save: throw");
        await().until(() -> home.task("one").cycles().ended() > 10);
        home.awaitState("one", TaskState.RUNNING);
        await().untilAsserted(() -> assertEquals(0, home.task("one").cycles().failed()));
    }

    @Test
    void theOldOneGetsTheStateOfTheSwapWhereItCannotReadTheCheckpoint() throws Exception {
        running("message: a");
        next("message: b, version: 2, run: \"checkpoint, throw\"");
        await().until(() -> home.happened("a#3 run"));
        await().untilAsserted(() -> assertTrue(home.happened("a#3 restore a"), home.events::toString));
        assertEquals("3 (from 1)", home.awaitReport(Outcome.ROLLED_BACK).label());
    }

    @Test
    void theOldOneGetsTheCheckpointThatItCanRead() throws Exception {
        running("message: a");
        next("message: b, version: 1, run: \"checkpoint, throw\"");
        await().until(() -> home.happened("a#3 run"));
        await().untilAsserted(() -> assertTrue(home.happened("a#3 restore checkpoint of b"), home.events::toString));
    }

    @Test
    void theOldOneGetsTheStateOfTheSwapWhereItVetoesTheCheckpoint() throws Exception {
        running("message: a");
        next("message: wrong, version: 1, run: \"checkpoint, throw\"");
        await().until(() -> home.happened("a#4 run"));
        await().untilAsserted(() -> assertTrue(home.happened("a#4 restore a"), home.events::toString));
        assertEquals("4 (from 1)", home.awaitReport(Outcome.ROLLED_BACK).label());
        assertEquals(1, home.events.stream().filter("wrong#2 run"::equals).count(), "what failed ran again");
    }

    @Test
    void alsoAHostThatWasKilledOnProbationGivesTheOldOneAStateThatItCanRead() throws Exception {
        running("message: a");
        home.task("one", LONG + NEW_BUILD + Keeper.file("every 20ms", "message: b, version: 2, run: checkpoint"));
        await().until(() -> saved().contains("checkpoint of b"));
        asAfterAKill();
        home.task("one", LONG + NEW_BUILD + Keeper.file("every 20ms", "message: c, version: 2, run: throw"));
        home.start();
        home.awaitReport(Outcome.ROLLED_BACK);
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("a#\\d+ run")));
        await().untilAsserted(() -> assertTrue(
                home.events.stream().anyMatch(event -> event.matches("a#\\d+ restore a")), home.events::toString));
    }

    @Test
    void whoGoesBackByHandGetsAStateThatTheOlderOneCanRead() throws Exception {
        running("message: a");
        home.task("one", SHORT + NEW_BUILD + Keeper.file("every 20ms", "message: b, version: 2"));
        await().until(() -> proved(2));
        ReloadReport report = done(home.control().rollback(ONE, OptionalLong.of(1), TestHome.TEST));
        assertEquals(Outcome.RESTORED, report.outcome(), report::toString);
        await().untilAsserted(() -> assertTrue(home.happened("a#3 restore a"), home.events::toString));
        assertFalse(home.happened("a#3 restore b"));
    }

    private void running(String config) throws Exception {
        home.task("one", SHORT + Keeper.file("every 20ms", config));
        home.start();
        await().until(() -> proved(1));
    }

    /** A config that is built beside the one that runs. */
    private void next(String config) throws Exception {
        home.task("one", LONG + NEW_BUILD + Keeper.file("every 20ms", config));
    }

    /** The home as it lies on the disk now, with nothing of this host's end in it. */
    private void asAfterAKill() throws IOException {
        Path copy = folder.resolve("copy");
        await().ignoreExceptions().until(() -> copied(copy)); // a file may be renamed while it is looked at
        home.close();
        System.clearProperty("reseat.test.release");
        home = new TestHome(copy);
    }

    private boolean copied(Path copy) throws IOException {
        Files.createDirectories(copy);
        Folders.delete(copy);
        try (Stream<Path> all = Files.walk(home.root)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Path to = copy.resolve(home.root.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(to);
                } else if (!path.startsWith(home.root.resolve("data/scratch")) && Files.exists(path)) {
                    Files.copy(path, to);
                }
            }
        }
        return true;
    }

    private String saved() throws IOException {
        Path file = home.root.resolve("data/state/one.json");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private boolean proved(long generation) throws Exception {
        List<HistoryEntry> past = done(home.control().history(ONE));
        return past.stream().anyMatch(entry -> entry.generation() == generation && entry.proved());
    }
}
