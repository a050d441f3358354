package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A whole host on a home of its own: files in, cycles out. */
class HostTest {
    @RegisterExtension
    final TestHome home = TestHome.withTask(actorFile("every 20ms", "message: a"));

    @Test
    void aTaskRunsAsItsFileSays() throws Exception {
        assertEquals(Outcome.ADDED, home.start().get(0).outcome());
        await().until(() -> home.task("one").cycles().ended() > 3);
        home.awaitState("one", TaskState.RUNNING);
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
        await().untilAsserted(() -> assertTrue(
                home.status().health().ok(), () -> home.status().health().toString()));
    }

    @Test
    void aChangedConfigRebuildsTheTask() throws Exception {
        home.start();
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("b#2 run"));
        await().untilAsserted(() -> assertTrue(home.happened("a#1 close")));
        await().untilAsserted(() -> assertEquals(2, home.task("one").generation()));
    }

    @Test
    void aReplacedJarRebuildsTheTask() throws Exception {
        home.task("one", "reload: { probation: 1ms }\n" + actorFile("every 20ms", "message: a"));
        home.start();
        home.plugin("actor.jar", actor("1.1.0"));
        await().until(() -> home.happened("a#2 run"));
        await().untilAsserted(() -> assertEquals(
                "1.1.0", home.task("one").artifact().orElseThrow().version().text()));
        await().until(() -> {
            System.gc();
            return home.status().realms().collected() == 1;
        });
    }

    @Test
    void aBrokenFileIsRefusedAndWhatRunsGoesOn() throws Exception {
        home.start();
        home.task("one", "plugin: actor\nschedul: every 20ms\n");
        assertEquals(Outcome.REFUSED, home.reload("one").outcome());
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        await().untilAsserted(() -> assertTrue(
                home.task("one")
                        .problems()
                        .toString()
                        .contains("conf/tasks/one.yaml:2:1: unknown key 'schedul'; did you mean 'schedule'"),
                () -> home.task("one").problems().toString()));
    }

    @Test
    void aCreateThatThrowsIsRefusedAndHeldUntilTheContentChanges() throws Exception {
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, create: throw"));
        home.awaitReport(Outcome.REFUSED);
        assertEquals(Outcome.HELD, home.reload("one").outcome());
        home.task("one", actorFile("every 20ms", "message: c"));
        await().until(() -> home.happened("c#3 run"));
    }

    @Test
    void aStartThatThrowsBringsTheOldOneBack() throws Exception {
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, start: throw"));
        home.awaitReport(Outcome.ROLLED_BACK);
        await().until(() -> home.happened("a#3 run"));
        home.awaitState("one", TaskState.RUNNING);
    }

    @Test
    void stateIsHandedOverAndKeptOverARestartOfTheHost() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, stateful: true"));
        home.start();
        await().until(() -> home.task("one").cycles().ended() > 2);
        home.task("one", actorFile("every 1h", "message: b, stateful: true"));
        await().until(() -> home.happened("b#2 run"));
        await().untilAsserted(() -> assertTrue(
                home.events.stream().anyMatch(e -> e.startsWith("b#2 restore {cycles=")), home.events::toString));
        home.stop();
        home.start();
        await().until(() -> home.happened("b#3 run"));
        await().untilAsserted(() -> assertTrue(
                home.events.stream().anyMatch(e -> e.startsWith("b#3 restore {cycles=")), home.events::toString));
    }

    @Test
    void aVetoOfTheNewOneLeavesTheOldOneRunning() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, stateful: true"));
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, stateful: true, restore: throw"));
        home.awaitReport(Outcome.REFUSED);
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
    }

    @Test
    void aRemovedFileStopsItsTask() throws Exception {
        home.start();
        java.nio.file.Files.delete(home.root.resolve("conf/tasks/one.yaml"));
        await().until(() -> home.control().task(new TaskName("one")).isEmpty());
        await().untilAsserted(() -> assertTrue(home.happened("a#1 close")));
    }

    @Test
    void pauseEndsCyclesAndIsKeptOverARestart() throws Exception {
        home.start();
        home.control()
                .pause(new TaskName("one"), TestHome.TEST)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        home.awaitState("one", TaskState.PAUSED);
        home.stop();
        home.events.clear();
        home.start();
        home.awaitState("one", TaskState.PAUSED);
        await().untilAsserted(() -> assertEquals(0, home.task("one").cycles().ended()));
        home.control()
                .resume(new TaskName("one"), TestHome.TEST)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        await().until(() -> home.task("one").cycles().ended() > 0);
    }

    @Test
    void filesThatVanishOneAfterAnotherAreHeldAsAMassRemoval() throws Exception {
        for (String name : List.of("two", "three", "four", "five")) {
            home.task(name, actorFile("every 1h", "message: " + name));
        }
        assertEquals(5, home.start().size());
        for (String name : List.of("one", "two", "three", "four")) {
            java.nio.file.Files.delete(home.root.resolve("conf/tasks/" + name + ".yaml"));
        }
        await().until(() -> home.status().health().reasons().toString().contains("4 removals are held"));
        await().untilAsserted(() -> assertEquals(5, home.status().tasks().size()));
    }

    @Test
    void goingBackToWhatRunsClearsTheRefusal() throws Exception {
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, create: throw"));
        home.awaitReport(Outcome.REFUSED);
        await().untilAsserted(() -> assertFalse(home.status().health().ok()));
        home.task("one", actorFile("every 20ms", "message: a"));
        await().until(() -> home.status().health().ok());
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
    }

    @Test
    void aConfigThatDoesNotFitIsRefusedWithItsPlace() throws Exception {
        home.start();
        home.task("one", actorFile("every 20ms", "mesage: b"));
        String problems = home.awaitReport(Outcome.REFUSED).problems().toString();
        assertTrue(problems.contains("conf/tasks/one.yaml:3:"), problems);
        assertTrue(problems.contains("did you mean 'message'"), problems);
    }
}
