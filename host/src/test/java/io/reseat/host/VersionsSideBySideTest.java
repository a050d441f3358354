package io.reseat.host;

import static io.reseat.host.TestHome.TEST;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several versions of a plugin side by side while the newest is on probation: a task that takes the highest goes there and
 * back, one that has a range stays where it is.
 */
class VersionsSideBySideTest {
    private static final String FAILS = "message: free, run: { \"2.0.0\": throw }";

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        version("1.0.0");
        version("1.1.0");
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "plugin"})
    void theNewestFailsOnProbationAndARangeNeverHearsOfIt(String isolation) throws Exception {
        String keys = "isolation: " + isolation + "\nreload: { probation: 1ms }\n";
        home.task("free", Crew.file(keys, FAILS));
        home.task("ranged", Crew.file("crew@1.x", keys, "message: ranged"));
        home.start();
        await().until(() -> proved("free", 1) && proved("ranged", 1));
        version("2.0.0");
        await().until(() -> home.happened("1.1.0 free#3 run"));
        assertEquals("3 (from 1)", home.awaitReport(Outcome.ROLLED_BACK).label());
        await().untilAsserted(() -> assertTrue(home.happened("2.0.0 free#2 run")));
        assertEquals(Outcome.HELD, home.reload("free").outcome());
        assertEquals(Outcome.UNCHANGED, home.reload("ranged").outcome());
        version("1.2.0"); // not the highest: for the range alone
        await().until(() -> home.happened("1.2.0 ranged#2 run"));
        assertEquals(Outcome.HELD, home.reload("free").outcome());
        await().untilAsserted(() -> assertEquals("1.1.0", runsOn("free")));
        version("2.0.1");
        await().until(() -> home.happened("2.0.1 free#4 run"));
        await().untilAsserted(() -> assertEquals("1.2.0", runsOn("ranged")));
        await().until(() -> home.task("free").detail().isEmpty());
        await().until(() -> home.status().health().ok());
    }

    @Test
    void removingTheNewestWhileItIsOnProbationGoesToTheOneBefore() throws Exception {
        home.task("free", Crew.file("reload: { probation: 1ms }\n", "message: free"));
        home.start();
        await().until(() -> proved("free", 1));
        home.task("free", Crew.file("reload: { probation: 1h }\n", "message: free"));
        version("2.0.0");
        await().until(() -> home.happened("2.0.0 free#2 run"));
        await().until(() -> !home.task("free").probation().isEmpty());
        remove("2.0.0");
        await().until(() -> home.happened("1.1.0 free#3 run"));
        await().until(() ->
                home.task("free").lastReload().orElseThrow().reason().contains("crew 2.0.0 → 1.1.0, a downgrade"));
        await().until(() -> home.status().health().ok());
        version("2.0.0");
        await().until(() -> home.happened("2.0.0 free#4 run")); // it failed nobody: it is not held
    }

    @Test
    void aNewestThatFailedIsForgottenWithItsFile() throws Exception {
        home.task("free", Crew.file("reload: { probation: 1ms }\n", FAILS));
        home.start();
        await().until(() -> proved("free", 1));
        version("2.0.0");
        await().until(() -> home.happened("1.1.0 free#3 run"));
        await().until(() -> !home.status().health().ok());
        remove("2.0.0");
        await().until(() -> home.task("free").detail().isEmpty());
        await().until(() -> home.status().health().ok());
        await().untilAsserted(() -> assertEquals(3, home.task("free").generation()));
        assertEquals(Outcome.UNCHANGED, home.reload("free").outcome());
    }

    @Test
    void theOneBeforeGoesWithTheNewestOnProbationAndStandsByAllTheSame() throws Exception {
        home.task("free", Crew.file("reload: { probation: 1ms }\n", "message: free, run: { \"2.0.0\": deaf }"));
        home.start();
        await().until(() -> proved("free", 1));
        home.task(
                "free",
                Crew.file("timeout: 5s\nreload: { probation: 1h }\n", "message: free, run: { \"2.0.0\": deaf }"));
        version("2.0.0");
        await().until(() -> home.happened("2.0.0 free#2 run"));
        remove("1.1.0");
        remove("1.0.0");
        await().atMost(java.time.Duration.ofSeconds(60)).until(() -> home.happened("1.1.0 free#3 run"));
        await().untilAsserted(() -> assertEquals("1.1.0", runsOn("free")));
    }

    @Test
    void aRollbackByHandFromTheNewestLeavesTheRangeAlone() throws Exception {
        String keys = "reload: { probation: 1ms }\n";
        home.task("free", Crew.file(keys, "message: free"));
        home.task("ranged", Crew.file("crew@1.x", keys, "message: ranged"));
        home.start();
        await().until(() -> proved("free", 1) && proved("ranged", 1));
        version("2.0.0");
        await().until(() -> proved("free", 2));
        done(home.control().rollback(new TaskName("free"), java.util.OptionalLong.empty(), TEST));
        await().until(() -> home.happened("1.1.0 free#3 run"));
        await().untilAsserted(() -> assertEquals(1, home.task("ranged").generation()));
        home.stop();
        home.start();
        await().until(() -> home.happened("1.1.0 free#4 run"));
        await().untilAsserted(() -> assertEquals("1.1.0", runsOn("ranged")));
    }

    private void version(String version) throws Exception {
        home.plugin("crew-" + version + ".jar", Crew.jar(version));
    }

    private void remove(String version) throws Exception {
        Files.delete(folder.resolve("plugins/crew-" + version + ".jar"));
    }

    private String runsOn(String task) {
        return home.task(task).artifact().orElseThrow().version().text();
    }

    private boolean proved(String task, long generation) throws Exception {
        return done(home.control().history(new TaskName(task))).stream()
                .filter(HistoryEntry::proved)
                .anyMatch(entry -> entry.generation() == generation);
    }
}
