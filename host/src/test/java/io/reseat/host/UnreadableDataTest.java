package io.reseat.host;

import static io.reseat.host.TestHome.TEST;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.reconcile.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes wrong with the host's own folder is told with what helps, and that helps. */
class UnreadableDataTest {
    @RegisterExtension
    final TestHome home = TestHome.withTask(actorFile("every 20ms", "message: a"));

    @Test
    void aTaskWhoseMemoryCouldNotBeReadStartsWithTheNextReload() throws Exception {
        Path unreadable = unreadableMemory("two");
        home.start();
        home.task("two", actorFile("every 20ms", "message: b"));
        ReloadReport refused = home.awaitReport(Outcome.REFUSED);
        assertTrue(refused.reason().contains("cannot read " + unreadable), refused.reason());
        assertTrue(refused.reason().contains("mend that, then reload"), refused.reason());
        Files.delete(unreadable);
        assertEquals(Outcome.ADDED, home.reload("two").outcome());
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("b#\\d+ run")));
    }

    @Test
    void aOnceTaskWhoseMemoryCannotBeReadKeepsNoOtherFromBeingLookedAt() throws Exception {
        Path unreadable = unreadableMemory("two");
        home.task("two", actorFile("once", "message: b"));
        home.start();
        home.awaitState("two", TaskState.REFUSED);
        home.awaitState("one", TaskState.RUNNING);
        List<ReloadReport> reports = done(home.control().reloadAll(Control.ReloadOptions.PLAIN, TEST));
        assertEquals(2, reports.size());
        assertFalse(home.happened("b#1 run"));
        Files.delete(unreadable);
        assertEquals(Outcome.ADDED, home.reload("two").outcome());
    }

    @Test
    void aPauseThatCannotBeKeptChangesNothing() throws Exception {
        home.start();
        Path unreadable = unreadableMemory("one");
        TaskName one = new TaskName("one");
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> done(home.control().pause(one, TEST)));
        assertTrue(refused.getMessage().contains("nothing was changed: mend that"), refused.getMessage());
        home.awaitState("one", TaskState.RUNNING);
        Files.delete(unreadable);
        assertEquals(Outcome.PAUSED, done(home.control().pause(one, TEST)).outcome());
        home.awaitState("one", TaskState.PAUSED);
    }

    @Test
    void aCopyThatIsGoneFromTheStoreIsToldWithWhatBringsItBack() throws Exception {
        home.start();
        deleteStore();
        home.task("one", actorFile("every 20ms", "message: b"));
        ReloadReport refused = home.awaitReport(Outcome.REFUSED);
        assertTrue(refused.reason().contains("it is missing"), refused.reason());
        assertTrue(refused.reason().contains("touch its file in plugins/"), refused.reason());
        Path jar = home.root.resolve("plugins/actor.jar");
        Files.setLastModifiedTime(jar, java.nio.file.attribute.FileTime.fromMillis(1_600_000_000_000L));
        home.reload("one");
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("b#\\d+ run")));
    }

    @Test
    void whatIsHeldIsKnownAsSoonAsThePastCanBeRead() throws Exception {
        String broken = actorFile("every 20ms", "message: b, create: throw");
        home.start();
        home.task("one", broken);
        home.awaitReport(Outcome.REFUSED);
        home.task("one", actorFile("every 20ms", "message: c"));
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("c#\\d+ run")));
        home.stop();
        Path past = home.root.resolve("data/history/one.json");
        Path aside = home.root.resolve("data/one.json");
        Files.move(past, aside);
        Files.createDirectory(past);
        home.events.clear();
        home.start();
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("c#\\d+ run")));
        Files.delete(past);
        Files.move(aside, past);
        home.task("one", broken);
        home.awaitReport(Outcome.HELD);
        assertFalse(home.events.stream().anyMatch(event -> event.startsWith("b#")), home.events::toString);
    }

    /** A folder in the place of a file: unreadable for root too. */
    private Path unreadableMemory(String task) throws IOException {
        return Files.createDirectories(home.root.resolve("data/state/" + task + ".json"));
    }

    private void deleteStore() throws IOException {
        try (Stream<Path> all = Files.walk(home.root.resolve("data/store"))) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!one.equals(home.root.resolve("data/store"))) {
                    Files.delete(one);
                }
            }
        }
    }
}
