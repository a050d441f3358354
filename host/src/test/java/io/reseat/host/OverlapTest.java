package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Swaps in which the new generation is well before the old one hears of it. */
class OverlapTest {
    private static final String OVERLAP = "reload: { swap: overlap }\n";

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", OVERLAP + actorFile("every 5ms", "message: a"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void theNewOneStartsBeforeTheOldOneIsClosed() throws Exception {
        home.task("one", OVERLAP + actorFile("every 5ms", "message: b"));
        await().until(() -> home.happened("a#1 close") && home.happened("b#2 run"));
        List<String> events = List.copyOf(home.events);
        assertTrue(events.indexOf("b#2 start") < events.indexOf("a#1 close"), events::toString);
        await().untilAsserted(() -> assertEquals(2, home.task("one").generation()));
    }

    @Test
    void aStartThatFailsIsNoticedByNobody() throws Exception {
        home.task("one", OVERLAP + actorFile("every 5ms", "message: b, start: throw"));
        ReloadReport report = home.awaitReport(Outcome.REFUSED);
        assertTrue(report.reason().contains("generation 1 goes on"), report.reason());
        await().until(() -> home.happened("b#2 close"));
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        assertFalse(home.happened("a#1 close"));
    }

    @Test
    void aFirstCycleThatThrowsBringsTheOldOneBack() throws Exception {
        home.task("one", OVERLAP + actorFile("every 5ms", "message: b, run: throw"));
        await().until(() -> home.happened("a#3 run"));
        assertEquals("3 (from 1)", home.awaitReport(Outcome.ROLLED_BACK).label());
    }

    @Test
    void aServiceIsReadyBeforeTheOldOneIsTold() throws Exception {
        home.task("two", OVERLAP + actorFile("service", "message: s, run: ready"));
        await().until(() -> home.happened("s#1 run"));
        home.task("two", OVERLAP + actorFile("service", "message: t, run: ready"));
        await().until(() -> home.happened("s#1 close"));
        List<String> events = List.copyOf(home.events);
        assertTrue(events.indexOf("t#2 run") < events.indexOf("s#1 close"), events::toString);
        home.awaitState("two", TaskState.RUNNING);
    }

    @Test
    void aServiceThatNeverSaysReadyIsRefused() throws Exception {
        home.task("two", OVERLAP + actorFile("service", "message: s, run: ready"));
        await().until(() -> home.happened("s#1 run"));
        home.impatient();
        home.task("two", OVERLAP + actorFile("service", "message: t, run: sleep"));
        ReloadReport report = home.awaitReport(Outcome.REFUSED);
        assertTrue(report.reason().contains("did not say ready() within 2000 ms"), report.reason());
        await().until(() -> home.happened("t#2 close"));
        assertFalse(home.happened("s#1 close"));
    }

    @Test
    void aServiceThatIsReadyAtOnceIsProved() throws Exception {
        for (int i = 1; i <= 10; i++) {
            String message = "s" + i;
            home.task(
                    "two",
                    "reload: { swap: overlap, probation: 1ms }\n"
                            + actorFile("service", "message: " + message + ", run: ready"));
            String runs = message + "#" + i + " run";
            await().until(() -> home.happened(runs)
                    && home.task("two").generation() > 0
                    && home.task("two").probation().isEmpty());
        }
    }

    @Test
    void aFailureWhileTheNextIsStartedCountsIfThatIsRefused() throws Exception {
        home.task("one", "reload: { swap: overlap, probation: 1ms }\n" + actorFile("every 20ms", "message: b"));
        await().until(() ->
                home.happened("b#2 run") && home.task("one").probation().isEmpty());
        home.task(
                "one",
                "reload: { swap: overlap, probation: 1h }\n" + actorFile("every 20ms", "message: c, run: fail-once"));
        await().until(() -> home.happened("c#3 run"));
        home.task("one", OVERLAP + actorFile("every 20ms", "message: d, start: 'gate, throw'"));
        await().until(() -> home.happened("d#4 start"));
        System.setProperty("reseat.test.fail", "now");
        await().until(() -> home.task("one").cycles().failed() == 1);
        home.gate.countDown();
        await().until(() -> home.happened("b#5 run"));
        assertEquals("5 (from 2)", home.awaitReport(Outcome.ROLLED_BACK).label());
    }

    @Test
    void nothingIsStartedBeforeWhatWasRefusedHasLetGo() throws Exception {
        home.task("two", OVERLAP + actorFile("service", "message: s, run: ready"));
        await().until(() -> home.happened("s#1 run"));
        home.task("two", OVERLAP + actorFile("service", "message: t, run: throw, close: patient"));
        await().until(() -> home.happened("t#2 close"));
        home.task("two", actorFile("service", "message: u, run: ready"));
        await().until(() -> home.happened("u#3 create"));
        await().during(Duration.ofMillis(300)).until(() -> !home.happened("u#3 start"));
        System.setProperty("reseat.test.release", "now");
        await().until(() -> home.happened("u#3 run"));
        List<String> events = List.copyOf(home.events);
        assertTrue(events.indexOf("t#2 patient close") < events.indexOf("u#3 start"), events::toString);
    }

    @Test
    void aStatefulTaskIsReplacedInstead() throws Exception {
        home.task("one", OVERLAP + actorFile("every 5ms", "message: b, stateful: true"));
        await().until(() -> home.happened("b#2 run"));
        List<String> events = List.copyOf(home.events);
        assertTrue(events.indexOf("a#1 close") < events.indexOf("b#2 start"), events::toString);
    }
}
