package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.attribute;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.TaskState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many failures within how long end a task for good, and what a success in between is worth. */
class GiveUpTest {
    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.plugin("actor.jar", actor("1.0.0"));
        home.start();
    }

    @AfterEach
    void stop() {
        home.close();
    }

    /** The backoff is longer than the window: a slow machine spreads the failures further still. */
    @Test
    void failuresThatAreSpreadWiderThanTheWindowEndNoTask() throws Exception {
        home.task(
                "one",
                actorFile("every 20ms", "message: a, run: throw")
                        + "restart: { backoff: 200ms..200ms, rebuild-after: 1000, give-up: 2 in 100ms }\n");
        await().until(() -> home.task("one").cycles().failed() >= 6);
        await().untilAsserted(
                        () -> assertNotEquals(TaskState.FAILED, home.task("one").state()));
    }

    @Test
    void failuresWithinTheWindowEndItAlsoWhereEachIsRebuilt() throws Exception {
        home.task(
                "one",
                actorFile("every 20ms", "message: a, start: throw") + "restart: { backoff: 1ms, give-up: 5 in 10m }\n");
        home.awaitState("one", TaskState.FAILED);
        assertEquals(
                5,
                home.events.stream().filter(event -> event.endsWith(" start")).count());
        String detail = (String) attribute("type=Task,name=one", "Detail");
        assertTrue(detail.contains("change its file or plugin, or: reseat restart one"), detail);
    }

    /** Failures as of a database that is away: however many there are, they end nothing. */
    @Test
    void whatComesBackIsCountedAfreshAndEndsNothing() throws Exception {
        home.task(
                "one",
                actorFile("every 20ms", "message: a, run: until-open")
                        + "restart: { backoff: 1ms..5ms, rebuild-after: 3 }\n");
        await().until(() -> home.task("one").generation() > 5);
        home.gate.countDown();
        await().until(() -> home.task("one").state() == TaskState.RUNNING
                && home.task("one").cycles().failedInARow() == 0);
        await().until(() -> attribute("type=Task,name=one", "FailuresInARow").equals(0));
        long generation = home.task("one").generation();
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles + 5);
        await().untilAsserted(() -> assertEquals(generation, home.task("one").generation()));
        await().until(() -> home.status().health().ok());
    }
}
