package io.reseat.host;

import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.TaskName;
import io.reseat.host.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What could not be brought back after a loss of power is not the last known good one. */
class UndurablePluginTest {
    private static final TaskName ONE = new TaskName("one");

    @RegisterExtension
    final TestHome home = TestHome.withActor();

    private final Queue<HostEvent> told = new ConcurrentLinkedQueue<>();

    @Test
    void aGenerationIsCommittedWhenItsPluginIsOnTheDisk() throws Exception {
        home.start();
        home.control().subscribe(told::add);
        Path mark = stored().resolve("durable");
        Files.createDirectories(mark.resolve("in its way")); // no file takes its place
        home.task("one", "reload: { probation: 1ms }\n" + actorFile("every 20ms", "message: a"));
        await().until(() -> home.task("one").cycles().ended() > 0
                && home.task("one").standing().probation().isEmpty());
        assertFalse(proved());
        await().until(() -> home.status().health().reasons().toString().contains("cannot be written: task one"));
        assertEquals(0, committed());
        Folders.delete(mark);
        await().atMost(Duration.ofMinutes(1)).until(() -> committed() == 1);
        assertEquals(true, proved());
        await().atMost(Duration.ofMinutes(1)).until(() -> home.status().health().ok());
        assertEquals(1, committed());
    }

    private Path stored() throws IOException {
        try (Stream<Path> places = Files.list(home.root.resolve("data/store"))) {
            List<Path> all = places.filter(
                            place -> !place.getFileName().toString().startsWith("."))
                    .toList();
            assertEquals(1, all.size());
            return all.get(0);
        }
    }

    private boolean proved() throws Exception {
        return done(home.control().history(ONE)).stream().anyMatch(entry -> entry.generation() == 1 && entry.proved());
    }

    private long committed() {
        return told.stream()
                .filter(event -> event instanceof HostEvent.ReloadStep step && step.step() == HostEvent.Step.COMMITTED)
                .count();
    }
}
