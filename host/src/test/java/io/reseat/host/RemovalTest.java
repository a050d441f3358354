package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.PlannedAction.Kind;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.reconcile.Control.ReloadOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Task files that go, alone and many at once, and that come back. */
class RemovalTest {
    private static final List<String> NAMES = List.of("one", "two", "three", "four", "five");

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeFiveTasks() throws Exception {
        home = new TestHome(folder);
        home.plugin("actor.jar", actor("1.0.0"));
        for (String name : NAMES) {
            home.task(name, file(name));
        }
    }

    private void start(String deletionGrace) throws Exception {
        Files.writeString(
                folder.resolve("conf/reseat.yaml"),
                "deletion-grace: " + deletionGrace + "\n",
                java.nio.file.StandardOpenOption.APPEND);
        home.start();
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void aRemovedTaskEndsAndIsForgotten() throws Exception {
        start("400ms");
        delete("two");
        await().until(() -> home.status().tasks().size() == 4);
        await().untilAsserted(() -> assertTrue(home.happened("two#1 close")));
        await().untilAsserted(() -> assertTrue(
                home.status().health().ok(), () -> home.status().health().toString()));
        home.task("two", file("back"));
        await().until(() -> home.happened("back#2 run"));
    }

    @Test
    void aFileThatIsGoneForAMomentIsNoRemoval() throws Exception {
        start("1h");
        delete("two");
        await().until(() -> !done(home.control().plan()).isEmpty());
        home.task("two", file("two"));
        home.reload("two");
        await().untilAsserted(() -> assertEquals(1, home.task("two").generation()));
        assertFalse(home.happened("two#1 close"));
    }

    @Test
    void aTaskWhoseFileIsBackWhileItStillEndsRunsAgain() throws Exception {
        home.task("one", actorFile("every 20ms", "message: one, close: gate"));
        start("400ms");
        delete("one");
        await().until(() -> home.happened("one#1 close"));
        home.task("one", file("back"));
        done(home.control().plan());
        CompletionStage<ReloadReport> look =
                home.control().reload(new TaskName("one"), ReloadOptions.PLAIN, TestHome.TEST);
        home.gate.countDown();
        Outcome outcome = done(look).outcome(); // nothing is to be done where the file's own event came first
        assertTrue(outcome == Outcome.ADDED || outcome == Outcome.UNCHANGED, outcome.name());
        await().until(() -> home.happened("back#2 run"));
        await().until(() -> home.task("one").state().live());
    }

    @Test
    void aLookAtATaskThatIsEndingSaysThatItIsRemoved() throws Exception {
        home.task("one", actorFile("every 20ms", "message: one, close: gate"));
        start("400ms");
        delete("one");
        await().until(() -> home.happened("one#1 close"));
        CompletionStage<ReloadReport> look =
                home.control().reload(new TaskName("one"), ReloadOptions.PLAIN, TestHome.TEST);
        home.reload("two"); // comes after it, so that it is under way now
        home.gate.countDown();
        assertEquals(Outcome.REMOVED, done(look).outcome());
        await().until(() -> home.status().tasks().size() == 4);
    }

    @Test
    void aMassRemovalIsHeldUntilItIsConfirmed() throws Exception {
        start("400ms");
        for (String name : NAMES.subList(0, 4)) {
            delete(name);
        }
        awaitHeld(4);
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        await().untilAsserted(() -> assertTrue(
                home.task("two").detail().contains("--confirm-removals"),
                home.task("two").detail()));
        assertEquals(Outcome.HELD, home.reload("two").outcome());
        done(home.control().reloadAll(new ReloadOptions(false, true), TestHome.TEST));
        await().until(() -> home.status().tasks().size() == 1);
        await().untilAsserted(() -> assertTrue(home.happened("four#1 close")));
        await().untilAsserted(() -> assertTrue(
                home.status().health().ok(), () -> home.status().health().toString()));
    }

    @Test
    void aPlanShowsAMassRemovalAsItWouldBe() throws Exception {
        start("400ms");
        for (String name : NAMES.subList(0, 4)) {
            delete(name);
        }
        await().until(() -> plannedKind("one") == Kind.HOLD);
        awaitHeld(4);
        assertEquals(Kind.HOLD, plannedKind("one"));
        assertEquals(Kind.KEEP, plannedKind("five"));
    }

    private Kind plannedKind(String task) throws Exception {
        return done(home.control().plan()).stream()
                .filter(action -> action.task().value().equals(task))
                .findFirst()
                .orElseThrow()
                .kind();
    }

    @Test
    void oneOfTheHeldRemovalsCanBeConfirmedAlone() throws Exception {
        start("400ms");
        for (String name : NAMES.subList(1, 5)) {
            delete(name);
        }
        awaitHeld(4);
        done(home.control().reload(new TaskName("two"), new ReloadOptions(false, true), TestHome.TEST));
        await().until(() -> home.status().tasks().size() == 4);
        await().untilAsserted(() -> assertTrue(home.happened("two#1 close")));
        assertFalse(home.happened("three#1 close"));
    }

    @Test
    void filesThatComeBackEndTheHolding() throws Exception {
        start("400ms");
        for (String name : NAMES.subList(1, 5)) {
            delete(name);
        }
        awaitHeld(4);
        for (String name : NAMES.subList(1, 5)) {
            home.task(name, file(name));
        }
        await().until(() -> home.status().health().ok());
        await().untilAsserted(() -> assertEquals("", home.task("two").detail()));
        await().untilAsserted(() -> assertEquals(1, home.task("two").generation()));
        assertFalse(home.happened("two#1 close"));
    }

    @Test
    void aFolderThatIsGoneStopsNobody() throws Exception {
        start("400ms");
        Files.move(folder.resolve("conf/tasks"), folder.resolve("conf/away"));
        await().until(() -> !home.status().health().ok());
        done(home.control().plan());
        await().untilAsserted(() -> assertEquals(5, home.status().tasks().size()));
        Files.move(folder.resolve("conf/away"), folder.resolve("conf/tasks"));
        await().until(() -> home.status().health().ok());
        assertFalse(home.events.stream().anyMatch(event -> event.endsWith(" close")), home.events::toString);
    }

    private void awaitHeld(int count) {
        await().until(() -> home.status().health().reasons().toString().contains(count + " removals are held"));
        await().untilAsserted(() -> assertEquals(5, home.status().tasks().size()));
    }

    private void delete(String name) throws Exception {
        Files.delete(folder.resolve("conf/tasks/" + name + ".yaml"));
    }

    private static String file(String message) {
        return actorFile("every 20ms", "message: " + message);
    }
}
