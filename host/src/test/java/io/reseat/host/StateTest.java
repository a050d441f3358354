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
import io.reseat.host.reconcile.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertTrue(
                report.reason()
                        .contains("'padding' makes the state larger than 1KiB: keep what is large in dataDirectory()"),
                report.reason());
        assertTrue(report.reason().contains("generation 1 goes on"), report.reason());
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        home.settings(SETTINGS + "limits: { state: 4KiB }\n");
        Control.ReloadOptions force = new Control.ReloadOptions(true, false);
        await().until(() ->
                done(home.control().reload(ONE, force, TestHome.TEST)).outcome() == Outcome.RELOADED);
        assertTrue(home.events.stream().anyMatch(event -> event.matches("b#\\d+ restore a")), home.events::toString);
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
        assertTrue(home.events.stream().anyMatch(event -> event.matches("a#\\d+ restore a")), home.events::toString);
    }

    @Test
    void withADayBetweenSavesThereIsOneAfterTheFirstGoodCycle() throws Exception {
        home.settings(SETTINGS + "limits: { state-interval: 1d }\n");
        running("message: a");
        await().until(() -> home.task("one").cycles().ended() > 10);
        assertEquals(1, home.events.stream().filter("a#1 save"::equals).count());
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
        assertEquals(TaskState.RUNNING, home.task("one").state());
        assertEquals(0, home.task("one").cycles().failed());
    }

    @Test
    void theOldOneGetsTheStateOfTheSwapWhereItCannotReadTheCheckpoint() throws Exception {
        running("message: a");
        next("message: b, version: 2, run: \"checkpoint, throw\"");
        await().until(() -> home.happened("a#3 run"));
        assertTrue(home.happened("a#3 restore a"), home.events::toString);
        assertEquals("3 (from 1)", home.awaitReport(Outcome.ROLLED_BACK).label());
    }

    @Test
    void theOldOneGetsTheCheckpointThatItCanRead() throws Exception {
        running("message: a");
        next("message: b, version: 1, run: \"checkpoint, throw\"");
        await().until(() -> home.happened("a#3 run"));
        assertTrue(home.happened("a#3 restore checkpoint of b"), home.events::toString);
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
        assertTrue(home.events.stream().anyMatch(event -> event.matches("a#\\d+ restore a")), home.events::toString);
    }

    @Test
    void whoGoesBackByHandGetsAStateThatTheOlderOneCanRead() throws Exception {
        running("message: a");
        home.task("one", SHORT + NEW_BUILD + Keeper.file("every 20ms", "message: b, version: 2"));
        await().until(() -> proved(2));
        ReloadReport report = done(home.control().rollback(ONE, OptionalLong.of(1), TestHome.TEST));
        assertEquals(Outcome.RESTORED, report.outcome(), report::toString);
        assertTrue(home.happened("a#3 restore a"), home.events::toString);
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
        home.close();
        System.clearProperty("reseat.test.release");
        home = new TestHome(copy);
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
