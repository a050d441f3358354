package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.reseat.host.model.ReloadReport.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that interrupts every thread it can find ends none of the host's. */
class InterruptedHostTest {
    @TempDir
    Path folder;

    @Test
    void changesAndOperationsWorkAfterEveryThreadOfTheHostWasInterrupted() throws Exception {
        try (TestHome home = new TestHome(folder)) {
            home.plugin("actor.jar", actor("1.0.0"));
            home.task("one", actorFile("every 20ms", "message: a"));
            home.start();
            await().until(() -> home.happened("a#1 run"));
            List<Thread> threads = hostThreads();
            assertFalse(threads.isEmpty());
            threads.forEach(Thread::interrupt);
            home.task("one", actorFile("every 20ms", "message: b"));
            await().until(() -> home.happened("b#2 run"));
            assertEquals(Outcome.UNCHANGED, home.reload("one").outcome());
            await().until(() -> hostThreads()
                    .containsAll(threads.stream()
                            .filter(thread -> thread.getName().matches("reseat-(owner|watch-.*|realm-watch|clock)"))
                            .toList()));
        }
    }

    private static List<Thread> hostThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("reseat-"))
                .toList();
    }
}
