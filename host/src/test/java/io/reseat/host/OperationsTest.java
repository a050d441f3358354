package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.reconcile.Control.ReloadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators ask of a running host: restart, force, disable, plan, apply. */
class OperationsTest {
    private static final TaskName ONE = new TaskName("one");

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void startOneTask() throws Exception {
        home = new TestHome(folder);
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", actorFile("every 20ms", "message: a, stateful: true"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void aRestartBuildsANewGenerationOfTheSameContentAndHandsItsStateOver() throws Exception {
        ReloadReport report = done(home.control().restart(ONE, TestHome.TEST));
        assertEquals(Outcome.RELOADED, report.outcome());
        await().until(() -> home.happened("a#2 run"));
        await().untilAsserted(() ->
                assertTrue(home.events.stream().anyMatch(event -> event.startsWith("a#2 restore {cycles="))));
        await().untilAsserted(() -> assertTrue(home.happened("a#1 close")));
    }

    @Test
    void aRestartTakesWhatIsNewInTheFileAsWell() throws Exception {
        home.task("one", actorFile("every 20ms", "message: b"));
        done(home.control().restart(ONE, TestHome.TEST));
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("b#\\d run")));
    }

    @Test
    void forceTriesAgainWhatWasHeld() throws Exception {
        home.task("one", actorFile("every 20ms", "message: b, stateful: true, create: until-open"));
        home.awaitReport(Outcome.REFUSED);
        assertEquals(Outcome.HELD, home.reload("one").outcome());
        home.gate.countDown();
        assertEquals(Outcome.HELD, home.reload("one").outcome());
        ReloadOptions force = new ReloadOptions(true, false);
        assertEquals(
                Outcome.RELOADED,
                done(home.control().reload(ONE, force, TestHome.TEST)).outcome());
        await().untilAsserted(() -> assertTrue(
                home.status().health().ok(), () -> home.status().health().toString()));
    }

    @Test
    void aDisabledTaskEndsAndAnEnabledOneRunsAgain() throws Exception {
        String file = actorFile("every 20ms", "message: a, stateful: true");
        home.task("one", file + "enabled: false\n");
        await().until(() -> home.happened("a#1 close"));
        home.awaitState("one", TaskState.DISABLED);
        await().untilAsserted(() -> assertTrue(home.status().health().ok()));
        assertThrows(ExecutionException.class, () -> done(home.control().runNow(ONE, TestHome.TEST)));
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> done(home.control().restart(ONE, TestHome.TEST)));
        assertTrue(refused.getMessage().contains("set 'enabled: true' there"), refused.getMessage());
        home.awaitState("one", TaskState.DISABLED);
        home.task("one", file);
        await().until(() -> home.happened("a#2 run"));
    }

    @Test
    void aPlanSaysWhatAReloadWouldDoAndChangesNothing() throws Exception {
        home.task("two", actorFile("every 20ms", "message: two, create: throw"));
        await().until(() -> home.status().tasks().size() == 2);
        home.awaitState("two", TaskState.REFUSED);
        Map<String, PlannedAction.Kind> plan = done(home.control().plan()).stream()
                .collect(Collectors.toMap(action -> action.task().value(), PlannedAction::kind));
        assertEquals(Map.of("one", PlannedAction.Kind.KEEP, "two", PlannedAction.Kind.HOLD), plan);
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
    }

    @Test
    void applyPutsPluginsAndTasksInPlaceAsOneChangeAndReportsEach() throws Exception {
        Path change = Files.createDirectories(folder.resolve("change/conf/tasks"))
                .resolve("../..")
                .normalize();
        Files.createDirectories(change.resolve("plugins"));
        actor("2.0.0").writeTo(change.resolve("plugins/actor.jar"));
        Files.writeString(change.resolve("conf/tasks/one.yaml"), actorFile("every 20ms", "message: b"));
        Files.writeString(change.resolve("conf/tasks/two.yaml"), actorFile("every 20ms", "message: two"));
        Files.writeString(change.resolve("conf/tasks/three.yaml"), "plugin: actor\n");
        List<ReloadReport> reports = done(home.control().apply(change, TestHome.TEST));
        Map<String, Outcome> outcomes = reports.stream()
                .collect(Collectors.toMap(report -> report.task().value(), ReloadReport::outcome));
        assertEquals(Map.of("one", Outcome.RELOADED, "two", Outcome.ADDED, "three", Outcome.REFUSED), outcomes);
        await().until(() -> home.happened("b#2 run") && home.happened("two#1 run"));
        await().untilAsserted(() -> assertEquals(
                "2.0.0", home.task("two").artifact().orElseThrow().version().text()));
        assertFalse(Files.exists(folder.resolve("plugins/.reseat-actor.jar")));
    }

    @Test
    void applyOfAFolderWithoutFilesIsRefusedAndHarmsNothing() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> done(home.control().apply(empty, TestHome.TEST)));
        assertTrue(refused.getMessage().contains("has no task files"), refused.getMessage());
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("b#2 run"));
    }

    @Test
    void anOperationOnATaskThatIsNotThereNamesThoseThatAre() {
        ExecutionException refused = assertThrows(
                ExecutionException.class, () -> done(home.control().restart(new TaskName("nobody"), TestHome.TEST)));
        assertTrue(refused.getMessage().contains("one"), refused.getMessage());
    }
}
