package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.attribute;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.PluginStatus;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskState;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.testing.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was refused is marked wherever people look, and a correction takes the mark away from all of these places. */
class RefusalMarksTest {
    private static final String GOOD = actorFile("every 20ms", "message: a");

    @RegisterExtension
    final TestHome home = TestHome.withTask(GOOD);

    @Test
    void aFileThatIsBroughtBackToWhatRunsLeavesNoMark() throws Exception {
        home.start();
        home.task("one", "plugin: actor\nschedul: every 20ms\n");
        await().until(() -> marks().size() == 4);
        home.task("one", GOOD);
        await().until(() -> marks().isEmpty());
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
    }

    @Test
    void aCorrectedFileWithAnOlderTimeLeavesNoMark() throws Exception {
        home.start();
        home.task("one", "plugin: actor\nschedul: every 20ms\n");
        await().until(() -> marks().size() == 4);
        Path corrected = Files.writeString(home.root.resolve("corrected"), actorFile("every 20ms", "message: b"));
        Files.setLastModifiedTime(corrected, FileTime.fromMillis(1_000_000_000_000L));
        Files.move(
                corrected, home.root.resolve("conf/tasks/one.yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        await().until(() -> home.happened("b#2 run"));
        await().until(() -> marks().isEmpty());
    }

    @Test
    void aRefusedPluginIsShownAtTheOneItIsAndAtNoOther() throws Exception {
        home.start();
        for (String name : List.of("actor-probe-1.1.jar", "actors.jar", "actor-9.0.jar")) {
            PluginJar.named("none").writeTo(home.root.resolve("plugins").resolve(name)); // it has no task type
        }
        await().until(() -> home.status().problems().size() == 3);
        PluginStatus actor = home.status().plugins().get(0);
        assertEquals("actor", actor.id().value());
        assertEquals(1, actor.refused().size(), () -> actor.refused().toString());
        assertTrue(actor.refused().get(0).place().file().endsWith("actor-9.0.jar"), actor.refused()::toString);
    }

    @Test
    void aBuildThatWasRefusedLeavesNoMarkOnceTheFileIsBack() throws Exception {
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, create: throw"));
        home.awaitReport(Outcome.REFUSED);
        await().untilAsserted(() ->
                assertTrue(marks().containsAll(List.of("health", "FailedTasks", "report")), marks()::toString));
        home.task("one", GOOD);
        await().until(() -> marks().isEmpty());
    }

    @Test
    void aSwapThatWasRolledBackLeavesNoMarkOnceTheFileIsBack() throws Exception {
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, start: throw"));
        home.awaitReport(Outcome.ROLLED_BACK);
        await().untilAsserted(() ->
                assertTrue(marks().containsAll(List.of("health", "FailedTasks", "report")), marks()::toString));
        home.task("one", GOOD);
        await().until(() -> marks().isEmpty());
    }

    @Test
    void aTaskThatNeverRanIsUnmarkedWhenItsFileIsCorrected() throws Exception {
        home.start();
        home.task("two", "plugin: actor\nschedule: every 20 lightyears\n");
        await().until(() -> home.status().health().reasons().toString().contains("two"));
        home.awaitState("two", TaskState.REFUSED);
        home.task("two", actorFile("every 20ms", "message: two"));
        await().until(() -> home.happened("two#1 run"));
        await().until(() -> marks().isEmpty());
    }

    @Test
    void aTaskThatIsDisabledOrGoneInsteadOfCorrectedIsUnmarked() throws Exception {
        home.start();
        home.task("one", "plugin: actor\nschedul: every 20ms\n");
        await().until(() -> marks().size() == 4);
        home.task("one", GOOD + "enabled: false\n");
        home.awaitState("one", TaskState.DISABLED);
        await().until(() -> marks().isEmpty());
    }

    @Test
    void aRefusedJarIsUnmarkedWhenItIsCorrected() throws Exception {
        home.start();
        Files.writeString(home.root.resolve("plugins/actor-2.jar"), "no JAR");
        await().until(() -> !home.status().problems().isEmpty());
        await().untilAsserted(() -> assertFalse(home.status().health().ok()));
        await().untilAsserted(
                        () -> assertEquals(1, ((String[]) attribute("type=Plugin,name=actor", "Refused")).length));
        home.plugin("actor-2.jar", actor("2.0.0"));
        await().until(() -> home.happened("a#2 run"));
        await().until(() -> marks().isEmpty());
        await().untilAsserted(
                        () -> assertEquals(0, ((String[]) attribute("type=Plugin,name=actor", "Refused")).length));
    }

    @Test
    void aTaskThatIsDoneIsUnmarkedWhenItsFileIsBack() throws Exception {
        String once = actorFile("once", "message: a");
        home.task("one", once);
        home.start();
        home.awaitState("one", TaskState.COMPLETED);
        home.task("one", "plugin: actor\nschedul: once\n");
        await().until(() -> marks().size() == 4);
        home.task("one", once);
        await().until(() -> marks().isEmpty());
        home.awaitState("one", TaskState.COMPLETED);
    }

    @Test
    void aTaskThatWaitsAfterAFailureIsUnmarkedWhenItsFileIsBack() throws Exception {
        String failing = actorFile("every 20ms", "message: a, run: throw") + "restart: { backoff: 1h }\n";
        home.task("one", failing);
        home.start();
        home.awaitState("one", TaskState.BACKOFF);
        home.task("one", actorFile("every 20ms", "message: b, create: throw"));
        home.awaitReport(Outcome.REFUSED);
        home.task("one", failing);
        await().until(() -> marks().equals(List.of("health", "FailedTasks")));
        home.awaitState("one", TaskState.BACKOFF);
    }

    /** The places where something of task one, or of the host, asks for attention. */
    private List<String> marks() throws Exception {
        TaskStatus one = home.task("one");
        List<String> marks = new java.util.ArrayList<>();
        if (!home.status().health().ok() || !attribute("type=Host", "Health").equals("OK")) {
            marks.add("health");
        }
        if (((CompositeData[]) attribute("type=Host", "FailedTasks")).length > 0) {
            marks.add("FailedTasks");
        }
        if (!one.problems().isEmpty() || ((String[]) attribute("type=Task,name=one", "Problems")).length > 0) {
            marks.add("problems");
        }
        if (!one.lastReload().orElseThrow().ok()) {
            marks.add("report");
        }
        if (one.state() == TaskState.RUNNING && !one.detail().isEmpty() && marks.isEmpty()) {
            marks.add("detail: " + one.detail());
        }
        return marks;
    }
}
