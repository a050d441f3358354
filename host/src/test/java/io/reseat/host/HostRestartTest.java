package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.model.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stop and start again: the same state; and one host for a home. */
class HostRestartTest {
    @RegisterExtension
    final TestHome home = TestHome.withActor();

    @Test
    void everyTaskComesBackInTheStateThatItHad() throws Exception {
        home.task("runs", actorFile("every 20ms", "message: runs, stateful: true"));
        home.task("paused", actorFile("every 20ms", "message: paused, stateful: true"));
        home.task("done", actorFile("once", "message: done"));
        home.task("off", actorFile("every 20ms", "message: off") + "enabled: false\n");
        home.task("broken", "plugin: actor\n");
        home.start();
        done(home.control().pause(new TaskName("paused"), TestHome.TEST));
        home.awaitState("done", TaskState.COMPLETED);
        await().until(() -> home.task("runs").cycles().ended() > 2);
        List<String> before = states();
        home.stop();
        home.events.clear();
        home.start();
        await().until(() -> states().equals(before));
        assertFalse(home.events.stream().anyMatch(event -> event.startsWith("done#") || event.startsWith("off#")));
        assertTrue(
                home.events.stream().anyMatch(event -> event.startsWith("runs#2 restore {cycles=")),
                home.events::toString);
        await().untilAsserted(() -> assertEquals(0, home.task("paused").cycles().ended()));
    }

    @Test
    void stateGoesOnWhereItStopped() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, stateful: true"));
        home.start();
        await().until(() -> home.task("one").cycles().ended() > 2);
        home.stop();
        long cycles = home.events.stream().filter("a#1 run"::equals).count();
        home.start();
        await().untilAsserted(
                        () -> assertTrue(home.happened("a#2 restore {cycles=" + cycles + "}"), home.events::toString));
    }

    @Test
    void stateIsKeptForATaskThatIsDisabledForAWhile() throws Exception {
        String file = actorFile("every 20ms", "message: a, stateful: true");
        home.task("one", file);
        home.start();
        await().until(() -> home.task("one").cycles().ended() > 2);
        home.task("one", file + "enabled: false\n");
        await().until(() -> home.task("one").state() == TaskState.DISABLED && home.happened("a#1 close"));
        long cycles = home.events.stream().filter("a#1 run"::equals).count();
        home.stop();
        home.start();
        home.awaitState("one", TaskState.DISABLED);
        home.task("one", file);
        await().until(() -> home.happened("a#2 restore {cycles=" + cycles + "}"));
    }

    @Test
    void aPauseIsKeptOverAReloadAndADisabling() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a"));
        home.start();
        done(home.control().pause(new TaskName("one"), TestHome.TEST));
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("b#2 start"));
        home.awaitState("one", TaskState.PAUSED);
        home.task("one", actorFile("every 20ms", "message: b") + "enabled: false\n");
        home.awaitState("one", TaskState.DISABLED);
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("b#3 start"));
        home.awaitState("one", TaskState.PAUSED);
        assertFalse(home.events.stream().anyMatch(event -> event.matches("b#\\d run")), home.events::toString);
    }

    @Test
    void changesWhileTheHostIsDownAreTakenAtItsStart() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a"));
        home.task("two", actorFile("every 20ms", "message: two"));
        home.start();
        home.stop();
        home.task("one", actorFile("every 20ms", "message: b"));
        Files.delete(home.root.resolve("conf/tasks/two.yaml"));
        home.plugin("actor.jar", actor("1.1.0"));
        home.start();
        await().until(() -> home.happened("b#2 run"));
        await().untilAsserted(() -> assertEquals(1, home.status().tasks().size()));
        await().untilAsserted(() -> assertEquals(
                "1.1.0", home.task("one").artifact().orElseThrow().version().text()));
    }

    @Test
    void generationsAreNumberedOnWhereTheirNumbersWereLost() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, stateful: true"));
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, stateful: true"));
        await().until(() -> home.happened("b#2 run"));
        home.stop();
        Files.delete(home.root.resolve("data/state/numbers"));
        home.start();
        await().untilAsserted(() -> assertEquals(3, home.task("one").generation()));
        await().until(() -> home.task("one").cycles().ended() > 2);
        home.stop();
        String state = Files.readString(home.root.resolve("data/state/one.json"));
        assertTrue(state.replaceAll("\\s", "").contains("\"generation\":3,"), state);
    }

    @Test
    void theLastGoodGenerationComesBackWithTheScheduleThatItTookAsItRan() throws Exception {
        home.task("one", "reload: { probation: 1ms }\n" + actorFile("every 20ms", "message: a"));
        home.start();
        await().until(() -> home.task("one").cycles().ended() > 0
                && home.task("one").standing().probation().isEmpty());
        home.task("one", "reload: { probation: 1ms }\n" + actorFile("every 30ms", "message: a"));
        home.awaitReport(Outcome.APPLIED);
        Optional<Schedule> applied = home.task("one").spec().map(TaskSpec::schedule);
        home.stop();
        home.task("one", "plugin: [");
        home.start();
        await().untilAsserted(() -> assertEquals(2, home.task("one").generation()));
        await().untilAsserted(
                        () -> assertEquals(applied, home.task("one").spec().map(TaskSpec::schedule)));
        assertEquals(Duration.ofMillis(30), ((Schedule.Every) applied.orElseThrow()).period());
    }

    /** Realms are numbered anew in each host, and a native library is never copied over another file. */
    @Test
    void whatTheRealmsOfAKilledHostLeftIsRemoved() throws Exception {
        Path left = Files.createDirectories(home.root.resolve("data/scratch/1"));
        Files.writeString(left.resolve("libcounter.so"), "old");
        home.start();
        assertFalse(Files.exists(left));
    }

    /** A folder cannot be exchanged in one step; its successor is whole before the first of the two. */
    @Test
    void aFolderThatAKilledApplyHadMovedAsideIsReplacedAtTheNextStart() throws Exception {
        Path plugins = home.root.resolve("plugins");
        Files.delete(plugins.resolve("actor.jar"));
        actor("1.0.0").writeFolder(plugins.resolve(".replaced-actor"));
        actor("1.1.0").writeFolder(plugins.resolve(".apply-actor"));
        home.task("one", actorFile("every 20ms", "message: a"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
        await().untilAsserted(() -> assertEquals(
                "1.1.0", home.task("one").artifact().orElseThrow().version().text()));
        assertFalse(Files.exists(plugins.resolve(".replaced-actor")));
    }

    @Test
    void aFolderThatAKilledApplyHadMovedAsideComesBackWhereItsSuccessorIsGone() throws Exception {
        Path plugins = home.root.resolve("plugins");
        Files.delete(plugins.resolve("actor.jar"));
        actor("1.0.0").writeFolder(plugins.resolve(".replaced-actor"));
        home.task("one", actorFile("every 20ms", "message: a"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
    }

    @Test
    void aSecondHostOnTheSameHomeIsRefusedAndHarmsNothing() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a"));
        home.start();
        IOException refused = assertThrows(IOException.class, () -> Host.start(home.root, "test"));
        assertTrue(refused.getMessage().contains(home.root.toString()), refused.getMessage());
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        home.stop();
        home.start();
        await().until(() -> home.happened("a#2 run"));
    }

    @Test
    void theHostLeavesNoThreadBehind() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
        home.stop();
        await().untilAsserted(() -> assertEquals(List.of(), ownThreads()));
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("reseat-") || name.startsWith("actor@"))
                .toList();
    }

    private List<String> states() {
        Stream<TaskStatus> tasks = home.status().tasks().stream();
        return tasks.map(task -> task.name() + " " + task.state()).toList();
    }
}
