package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.TaskState;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.reconcile.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** One seed of the random operations, on a home in a folder of its own, with the host in this JVM. */
final class RandomOperationsRun {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Of each task: what runs, stands by, leaves, is built, and some that were built for nothing and are on their way. */
    private static final int MOST_REALMS = 30;

    private static final String SETTINGS = """
            logging:
              level: debug
              console: false
            limits:
              build: 20s
            drain: 10s
            deletion-grace: 10ms
            quiet:
              config: 1ms
              plugins: 1ms
            """;

    private final Path folder;
    private final int seed;

    RandomOperationsRun(Path folder, int seed) {
        this.folder = folder;
        this.seed = seed;
    }

    /** @throws AssertionError with the log of the host */
    void run() throws IOException {
        try (TestHome home = new TestHome(folder)) {
            home.settings(SETTINGS);
            RandomOperations operations = new RandomOperations(home, seed);
            operations.putAllInPlace();
            home.start();
            for (int i = 0; i < 300; i++) {
                operations.next();
                assertTrue(home.status().realms().live() <= MOST_REALMS, home.status()::toString);
            }
            operations.awaitAnswers(PATIENCE);
            settle(home, operations);
            Control control = home.control();
            home.stop();
            assertEquals(0, control.status().realms().live(), "a realm is held by nobody");
            assertEquals(List.of(), faultsOfTheHost());
        } catch (AssertionError | Exception e) {
            throw new AssertionError(e.getMessage() + "\n" + String.join("\n", trail()), e);
        }
    }

    private static void settle(TestHome home, RandomOperations operations) throws Exception {
        operations.putGoodFiles();
        try {
            await().atMost(PATIENCE)
                    .until(() -> RandomOperations.TASKS.stream().allMatch(task -> runsGood(home, task)));
            await().atMost(PATIENCE).until(() -> home.status().realms().live() == 3);
        } catch (RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + home.status(), e);
        }
    }

    /** Proved as well, so that nothing stands by for it any more. */
    private static boolean runsGood(TestHome home, String task) {
        TaskStatus now = home.task(task);
        long cycles = now.cycles().ended();
        await().pollInterval(Duration.ofMillis(2))
                .atMost(PATIENCE)
                .until(() -> home.task(task).cycles().ended() > cycles);
        return now.state() == TaskState.RUNNING
                && now.probation().isEmpty()
                && now.detail().isEmpty()
                && home.happened(RandomOperations.GOOD + task + "#" + now.generation() + " run");
    }

    private List<String> faultsOfTheHost() throws IOException {
        return trail().stream()
                .filter(line -> line.contains("report this")
                        || line.contains("cannot go from")
                        || line.contains("please report")
                        || line.contains("was released more often"))
                .toList();
    }

    private List<String> trail() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("logs"))) {
            List<Path> logs = files.filter(Files::isRegularFile).toList();
            return logs.isEmpty() ? List.of() : Files.readAllLines(logs.get(0));
        }
    }
}
