package io.reseat.host;

import static io.reseat.host.TestHome.TEST;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task needs is away for a while: it runs again when that is back, whatever was tried meanwhile. */
class AwayTest {
    private static final TaskName ONE = new TaskName("one");
    private static final String SOON = "reload: { probation: 1ms }\nrestart: { backoff: 10ms..50ms }\n";
    private static final String WRONG = SOON + actorFile("every 20ms", "message: b, create: throw");

    @RegisterExtension
    final TestHome home = TestHome.withActor();

    @Test
    void aChangeThatIsRefusedMeanwhileDoesNotEndTheRetries() throws Exception {
        waiting();
        home.task("one", WRONG);
        ReloadReport refused = awaitRefused("create was told to throw");
        assertTrue(refused.reason().endsWith("; what was to run before is tried again"), refused.reason());
        assertComesBack(home.gate);
    }

    @Test
    void aRestartThatIsRefusedMeanwhileDoesNotEndTheRetries() throws Exception {
        waiting();
        home.task("one", WRONG);
        awaitRefused("create was told to throw");
        assertEquals(Outcome.REFUSED, done(home.control().restart(ONE, TEST)).outcome());
        assertComesBack(home.gate);
    }

    @Test
    void aProvedContentThatCannotBeBuiltAtTheStartOfTheHostIsTriedAgainUntilItCan() throws Exception {
        proved(", create: until-open");
        home.stop();
        CountDownLatch back = goAway();
        assertEquals(Outcome.REFUSED, home.start().get(0).outcome());
        await().untilAsserted(() ->
                assertEquals(List.of(), home.task("one").standing().held()));
        assertComesBack(back);
    }

    @Test
    void theLastGoodOneIsTriedAgainUntilItCanBeBuilt() throws Exception {
        proved(", create: until-open");
        home.stop();
        CountDownLatch back = goAway();
        home.task("one", WRONG);
        home.start();
        home.awaitState("one", TaskState.BACKOFF);
        await().untilAsserted(() -> assertTrue(home.task("one").standing().held().stream()
                .allMatch(held -> held.why().contains("told to throw"))));
        assertComesBack(back);
    }

    @Test
    void whatARestartRefusesIsHeldWhereItIsNew() throws Exception {
        home.task("one", SOON + actorFile("every 20ms", "message: a"));
        home.start();
        home.task("one", SOON + actorFile("every 20ms", "message: b, create: \"gate, throw\""));
        await().until(() -> home.happened("b#2 create"));
        CompletionStage<ReloadReport> restart = home.control().restart(ONE, TEST);
        await().until(() -> home.happened("b#3 create"));
        home.gate.countDown();
        assertEquals(Outcome.REFUSED, done(restart).outcome());
        assertEquals(Outcome.HELD, home.reload("one").outcome());
    }

    @Test
    void whatFailedStandsByForNothingWhileTheGoodOneCannotBeBuilt() throws Exception {
        CountDownLatch back = failsWhileTheGoodOneIsAway();
        home.task("one", SOON + actorFile("every 20ms", "message: c, run: throw"));
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("c#\\d+ run")));
        assertComesBack(back);
        assertFailedOnce();
    }

    @Test
    void aPauseDoesNotLetWhatFailedRunAgain() throws Exception {
        CountDownLatch back = failsWhileTheGoodOneIsAway();
        done(home.control().pause(ONE, TEST));
        done(home.control().resume(ONE, TEST));
        assertComesBack(back);
        assertFailedOnce();
    }

    @Test
    void aPauseWhileARollbackWaitsIsKept() throws Exception {
        CountDownLatch back = failsWhileTheGoodOneIsAway();
        done(home.control().pause(ONE, TEST));
        back.countDown();
        await().during(Duration.ofMillis(500)).until(() -> home.task("one").state() == TaskState.PAUSED);
        assertTrue(home.events.stream().noneMatch(event -> event.matches("a#\\d+ run")), home.events::toString);
        done(home.control().resume(ONE, TEST));
        assertComesBack(back);
        assertFailedOnce();
    }

    @Test
    void aPauseWhileWhatIsBroughtBackIsBuiltInVainIsKept() throws Exception {
        CountDownLatch back = failsWhileTheGoodOneIsAway();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        System.getProperties().put("reseat.test.gate", new Door(asked, answer));
        assertTrue(asked.await(1, TimeUnit.MINUTES));
        done(home.control().pause(ONE, TEST));
        long refused = refusals();
        answer.countDown();
        await().until(() -> refusals() > refused);
        home.awaitState("one", TaskState.PAUSED);
        long built = built();
        await().during(Duration.ofMillis(500)).until(() -> built() == built);
        System.getProperties().put("reseat.test.gate", back);
        done(home.control().resume(ONE, TEST));
        assertComesBack(back);
        assertFailedOnce();
    }

    /** Stays closed, and lets whoever looks wait for that answer. */
    private static final class Door extends CountDownLatch {
        private final CountDownLatch asked;
        private final CountDownLatch answer;

        Door(CountDownLatch asked, CountDownLatch answer) {
            super(1);
            this.asked = asked;
            this.answer = answer;
        }

        @Override
        public long getCount() {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.getCount();
        }
    }

    private long built() {
        return home.events.stream()
                .filter(event -> event.matches("a#\\d+ create"))
                .count();
    }

    private long refusals() {
        return home.control().lastReports(1000).stream()
                .filter(report -> report.outcome() == Outcome.REFUSED)
                .count();
    }

    /** Also where it does not take its old config back: nobody knows then what it would run on. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", reconfigure: throw"})
    void aConfigThatIsRefusedInPlaceDoesNotLetWhatFailedRunAgain(String more) throws Exception {
        CountDownLatch back = failsWhileTheGoodOneIsAway(", in-place: true" + more);
        home.task("one", SOON + actorFile("every 20ms", "message: c, in-place: true, reconfigure: throw"));
        ReloadReport refused = awaitRefused("reconfigure to c was told to throw");
        assertTrue(refused.reason().endsWith("what was good is still brought back"), refused.reason());
        assertComesBack(back);
        assertFailedOnce();
    }

    @Test
    void aConfigThatIsRefusedInPlaceLeavesAPausedTaskPaused() throws Exception {
        CountDownLatch back = failsWhileTheGoodOneIsAway(", in-place: true");
        done(home.control().pause(ONE, TEST));
        home.task("one", SOON + actorFile("every 20ms", "message: c, in-place: true, reconfigure: throw"));
        awaitRefused("reconfigure to c was told to throw");
        home.awaitState("one", TaskState.PAUSED);
        done(home.control().resume(ONE, TEST));
        assertComesBack(back);
        assertFailedOnce();
    }

    private CountDownLatch failsWhileTheGoodOneIsAway() throws Exception {
        return failsWhileTheGoodOneIsAway("");
    }

    private CountDownLatch failsWhileTheGoodOneIsAway(String ofWhatFails) throws Exception {
        proved(", create: until-open");
        CountDownLatch back = goAway();
        home.task("one", SOON + actorFile("every 20ms", "message: b, run: throw" + ofWhatFails));
        awaitRefused("create is not open yet");
        home.events.removeIf(event -> event.startsWith("a#"));
        return back;
    }

    private void assertFailedOnce() {
        assertEquals(
                1,
                home.events.stream()
                        .filter(event -> event.matches("b#\\d+ run"))
                        .count(),
                home.events::toString);
    }

    private void waiting() throws Exception {
        home.task("one", SOON + actorFile("every 20ms", "message: a, start: until-open"));
        home.start();
        home.awaitState("one", TaskState.BACKOFF);
    }

    private void proved(String config) throws Exception {
        home.gate.countDown();
        home.task("one", SOON + actorFile("every 20ms", "message: a" + config));
        home.start();
        await().until(() -> done(home.control().history(ONE)).stream().anyMatch(HistoryEntry::proved));
    }

    private CountDownLatch goAway() {
        home.events.clear();
        CountDownLatch away = new CountDownLatch(1);
        System.getProperties().put("reseat.test.gate", away);
        return away;
    }

    private ReloadReport awaitRefused(String why) {
        return await().until(
                        () -> home.control().lastReports(1000).stream()
                                .filter(report -> report.outcome() == Outcome.REFUSED
                                        && report.reason().contains(why))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void assertComesBack(CountDownLatch away) {
        away.countDown();
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("a#\\d+ run")));
        home.awaitState("one", TaskState.RUNNING);
    }
}
