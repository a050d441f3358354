package io.reseat.host;

import static io.reseat.host.TestHome.TEST;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code isolation: plugin}: one of several tasks of a JAR goes back, by itself or by hand, and the others do not. */
class SharedRealmRollbackTest {
    private static final String SHORT = "isolation: plugin\nreload: { probation: 1ms }\n";
    private static final String LONG = "isolation: plugin\nreload: { probation: 1h }\n";
    private static final String FAILS = "message: b, run: { \"2.0.0\": throw }";

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.plugin("crew.jar", Crew.jar("1.0.0"));
        home.task("a", Crew.file(SHORT, "message: a"));
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void whatFailsOnTheNewJarGoesBackIntoTheRealmThatItLeft() throws Exception {
        startWith(SHORT, FAILS);
        home.plugin("crew.jar", Crew.jar("2.0.0"));
        await().until(() -> home.happened("2.0.0 a#2 run") && home.happened("1.0.0 b#3 run"));
        assertEquals("3 (from 1)", home.awaitReport(Outcome.ROLLED_BACK).label());
        await().untilAsserted(() ->
                assertTrue(home.happened("1.0.0 b#3 made 3"), "the realm that stood by, with its statics"));
        await().until(() -> proved("a", 2));
        await().untilAsserted(() -> assertEquals(2, home.status().realms().live()));
        runsOn("a", "2.0.0");
        runsOn("b", "1.0.0");
        home.plugin("crew.jar", Crew.jar("2.0.1"));
        await().until(() -> home.happened("2.0.1 a#3 run") && home.happened("2.0.1 b#4 run"));
        oneRealmIsLeft();
    }

    @Test
    void whatFailsWhileItsNeighbourIsOnProbationDoesNotTakeItBackToo() throws Exception {
        home.task("a", Crew.file(LONG, "message: a"));
        home.start();
        await().until(() -> home.happened("1.0.0 a#1 run"));
        home.task("b", Crew.file(LONG, FAILS));
        await().until(() -> home.happened("1.0.0 b#1 run"));
        home.plugin("crew.jar", Crew.jar("2.0.0"));
        await().until(() -> home.happened("1.0.0 b#3 run") && home.happened("2.0.0 a#2 run"));
        runsOn("a", "2.0.0");
        await().until(() -> home.task("a").probation().contains("generation 1"));
        await().untilAsserted(() -> assertEquals(2, home.status().realms().live()));
    }

    @Test
    void byHandOneGoesBackFromTheStoreAndTheNextJoinsIt() throws Exception {
        startWith(SHORT, "message: b");
        home.plugin("crew.jar", Crew.jar("2.0.0"));
        await().until(() -> proved("a", 2) && proved("b", 2));
        oneRealmIsLeft();
        assertEquals("3 (from 1)", rollback("b").label());
        await().until(() -> home.happened("1.0.0 b#3 run"));
        await().untilAsserted(
                        () -> assertTrue(home.happened("1.0.0 b#3 made 1"), "a realm of its own, out of the store"));
        await().untilAsserted(() -> assertEquals(2, home.status().realms().live()));
        runsOn("a", "2.0.0");
        assertEquals("3 (from 1)", rollback("a").label());
        await().until(() -> home.happened("1.0.0 a#3 run"));
        await().untilAsserted(() -> assertTrue(home.happened("1.0.0 a#3 made 2"), "the same realm"));
        oneRealmIsLeft();
        assertEquals(Outcome.HELD, home.reload("a").outcome());
        assertEquals(Outcome.HELD, home.reload("b").outcome());
        home.plugin("crew.jar", Crew.jar("2.0.1"));
        await().until(() -> home.happened("2.0.1 a#4 run") && home.happened("2.0.1 b#4 run"));
    }

    @Test
    void byHandOneOnProbationGoesBackIntoTheRealmThatStandsBy() throws Exception {
        startWith(LONG, "message: b");
        await().until(() -> home.task("b").cycles().ended() > 0);
        home.plugin("crew.jar", Crew.jar("2.0.0"));
        await().until(() -> proved("a", 2) && home.happened("2.0.0 b#2 run"));
        await().untilAsserted(() -> assertEquals(2, home.status().realms().live()));
        assertEquals(
                "3 (from 1)",
                done(home.control().rollback(new TaskName("b"), OptionalLong.of(1), TEST))
                        .label());
        await().until(() -> home.happened("1.0.0 b#3 run"));
        runsOn("a", "2.0.0");
        assertEquals(Outcome.HELD, home.reload("b").outcome());
        await().untilAsserted(() -> assertEquals(2, home.status().realms().live()));
    }

    /** Two tasks run on 1.0.0, and the first has proved itself. */
    private void startWith(String keys, String config) throws Exception {
        home.task("b", Crew.file(keys, config));
        home.start();
        await().until(() -> proved("a", 1) && (keys.equals(LONG) || proved("b", 1)));
    }

    private ReloadReport rollback(String task) throws Exception {
        ReloadReport report = done(home.control().rollback(new TaskName(task), OptionalLong.empty(), TEST));
        assertEquals(Outcome.RESTORED, report.outcome(), report::toString);
        return report;
    }

    private void runsOn(String task, String version) {
        await().untilAsserted(() -> assertEquals(
                version, home.task(task).artifact().orElseThrow().version().text()));
        long cycles = home.task(task).cycles().ended();
        await().until(() -> home.task(task).cycles().ended() > cycles);
    }

    private void oneRealmIsLeft() {
        await().atMost(java.time.Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return home.status().realms().live() == 1 && home.status().realms().awaiting() == 0;
        });
    }

    private boolean proved(String task, long generation) throws Exception {
        return done(home.control().history(new TaskName(task))).stream()
                .filter(HistoryEntry::proved)
                .anyMatch(entry -> entry.generation() == generation);
    }
}
