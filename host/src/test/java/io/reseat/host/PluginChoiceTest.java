package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the plugin's files a task runs on, as they come and go. */
class PluginChoiceTest {
    private static final String FILE = actorFile("every 20ms", "message: a");

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

    @Test
    void aTaskThatComesBeforeItsPluginWaitsAndStartsWhenItIsThere() throws Exception {
        home.task("one", FILE);
        home.start();
        home.awaitState("one", TaskState.NEW);
        await().untilAsserted(() -> assertTrue(
                home.task("one").detail().contains("waits for plugin actor"),
                home.task("one").detail()));
        home.plugin("actor.jar", actor("1.0.0"));
        await().until(() -> home.happened("a#1 run"));
        await().untilAsserted(() -> assertEquals("", home.task("one").detail()));
        await().untilAsserted(() -> assertTrue(
                home.status().health().ok(), () -> home.status().health().toString()));
    }

    @Test
    void aPluginThatComesBeforeItsTaskWaitsForIt() throws Exception {
        home.plugin("actor.jar", actor("1.0.0"));
        home.start();
        await().untilAsserted(() -> assertEquals(1, home.status().plugins().size()));
        home.task("one", FILE);
        await().until(() -> home.happened("a#1 run"));
    }

    @Test
    void theHighestVersionIsTakenAndTheOneBeforeWhenItGoes() throws Exception {
        home.plugin("actor-9.jar", actor("1.9.0"));
        home.plugin("actor-10.jar", actor("1.10.0"));
        home.task("one", FILE);
        home.start();
        await().untilAsserted(() -> assertEquals("1.10.0", version()));
        home.plugin("actor-11.jar", actor("1.11.0-rc.1"));
        await().until(() -> version().equals("1.11.0-rc.1"));
        Files.delete(folder.resolve("plugins/actor-11.jar"));
        await().until(() -> version().equals("1.10.0"));
        await().untilAsserted(() -> assertTrue(
                home.task("one").lastReload().orElseThrow().reason().contains("a downgrade"),
                () -> home.task("one").lastReload().toString()));
        home.awaitState("one", TaskState.RUNNING);
    }

    @Test
    void aRangeTakesItsHighestAndAPinTakesItsOwn() throws Exception {
        for (String version : new String[] {"1.0.0", "1.2.0", "2.0.0"}) {
            home.plugin("actor-" + version + ".jar", actor(version));
        }
        home.task("one", FILE.replace("plugin: actor", "plugin: actor@1.x"));
        home.start();
        await().untilAsserted(() -> assertEquals("1.2.0", version()));
        home.plugin("actor-1.3.0.jar", actor("1.3.0"));
        await().until(() -> version().equals("1.3.0"));
        home.task("one", FILE);
        await().until(() -> version().equals("2.0.0"));
        home.task("one", FILE.replace("plugin: actor", "plugin: actor@1.0.0"));
        await().until(() -> version().equals("1.0.0"));
        home.plugin("actor-3.jar", actor("3.0.0"));
        assertEquals(Outcome.UNCHANGED, home.reload("one").outcome());
    }

    @Test
    void aPinThatNothingFitsIsToldAndWhatRunsGoesOn() throws Exception {
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", FILE);
        home.start();
        home.task("one", FILE.replace("plugin: actor", "plugin: actor@2.x"));
        assertEquals(Outcome.WAITING, home.reload("one").outcome());
        await().untilAsserted(() -> assertEquals(
                "no version of plugin actor fits actor@2.x; there are 1.0.0; what runs goes on",
                home.task("one").detail()));
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        home.plugin("actor-2.jar", actor("2.5.0"));
        await().until(() -> home.happened("a#2 run"));
    }

    @Test
    void twoFilesOfOneVersionAreToldAndMoveNoTask() throws Exception {
        home.plugin("actor-a.jar", actor("1.0.0"));
        home.task("one", FILE);
        home.start();
        home.plugin("actor-b.jar", actor("1.0.0").resource("other", "content"));
        await().until(() -> home.status().problems().toString().contains("has the same id and version as"));
        await().untilAsserted(() -> assertFalse(home.status().health().ok()));
        assertEquals(Outcome.UNCHANGED, home.reload("one").outcome());
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
        Files.delete(folder.resolve("plugins/actor-b.jar"));
        await().until(() -> home.status().health().ok());
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
    }

    @Test
    void aTaskWhoseJarIsGoneRunsOnFromTheStoreAndSaysSo() throws Exception {
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", FILE);
        home.start();
        Files.delete(folder.resolve("plugins/actor.jar"));
        await().until(() -> home.task("one").detail().contains("the file of actor@1.0.0 is gone"));
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("b#2 run"));
        home.plugin("actor.jar", actor("1.0.0"));
        await().until(() -> home.task("one").detail().isEmpty());
        await().untilAsserted(() -> assertEquals(2, home.task("one").generation()));
    }

    private String version() {
        return home.task("one").artifact().orElseThrow().version().text();
    }
}
