package io.reseat.host;

import static io.reseat.host.TestHome.actorFile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.reconcile.Control;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Looks and operations that come while a task is being built again, brought back, or waits after a failure. */
class UnsettledTaskTest {
    private static final TaskName ONE = new TaskName("one");
    private static final String REBUILT = "restart: { backoff: 10ms, rebuild-after: 1 }\n";

    @RegisterExtension
    final TestHome home = TestHome.withTask(actorFile("every 20ms", "message: a"));

    @Test
    void aScheduleThatChangesDuringABuildIsNotLost() throws Exception {
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, create: gate"));
        await().until(() -> home.happened("b#2 create"));
        home.task("one", actorFile("every 1h", "message: b, create: gate"));
        CompletionStage<ReloadReport> look = home.control().reload(ONE, Control.ReloadOptions.PLAIN, TestHome.TEST);
        TestHome.done(home.control().plan());
        home.gate.countDown();
        TestHome.done(look);
        await().until(() -> home.task("one").state() == TaskState.RUNNING
                && home.events.contains("b#" + home.task("one").generation() + " run"));
        await().untilAsserted(() -> assertEquals(
                "Every[period=PT1H]",
                home.task("one").spec().orElseThrow().schedule().toString()));
    }

    @Test
    void aLookDoesNotDropARestart() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, create: later-gate"));
        home.start();
        CompletionStage<ReloadReport> restart = home.control().restart(ONE, TestHome.TEST);
        await().until(() -> home.happened("a#2 create again"));
        CompletionStage<ReloadReport> look = home.control().reload(ONE, Control.ReloadOptions.PLAIN, TestHome.TEST);
        TestHome.done(home.control().plan());
        home.gate.countDown();
        assertEquals(Outcome.RELOADED, TestHome.done(restart).outcome());
        TestHome.done(look);
        await().untilAsserted(() -> assertEquals(2, home.task("one").generation()));
    }

    @Test
    void aLookDoesNotDropARebuildAfterFailures() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, run: throw, create: later-gate") + REBUILT);
        home.start();
        await().until(() -> home.happened("a#2 create again"));
        TestHome.done(home.control().plan());
        home.task("one", "schedul: never");
        TestHome.done(home.control().plan());
        home.gate.countDown();
        await().until(() -> home.happened("a#2 run"));
    }

    @Test
    void aLookWhileTheOldOneIsBroughtBackWaitsForIt() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, create: later-gate"));
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, start: throw"));
        await().until(() -> home.happened("a#3 create again"));
        CompletionStage<ReloadReport> look = home.control().reload(ONE, Control.ReloadOptions.PLAIN, TestHome.TEST);
        TestHome.done(home.control().plan());
        home.gate.countDown();
        await().until(() -> home.happened("a#3 run"));
        assertEquals(Outcome.HELD, TestHome.done(look).outcome());
        home.awaitState("one", TaskState.RUNNING);
    }

    @Test
    void aRefusedChangeDoesNotEndTheRetries() throws Exception {
        home.task(
                "one",
                actorFile("every 20ms", "message: a, run: throw") + "restart: { backoff: 1s, rebuild-after: 1 }\n");
        home.start();
        home.awaitState("one", TaskState.BACKOFF);
        home.task("one", actorFile("every 20ms", "message: b, create: throw"));
        home.awaitReport(Outcome.REFUSED);
        await().until(() -> home.happened("a#3 run"));
    }

    @Test
    void aChangeThatIsTakenBackDoesNotEndTheRetries() throws Exception {
        String failing =
                actorFile("every 20ms", "message: a, run: throw") + "restart: { backoff: 500ms, rebuild-after: 1 }\n";
        home.task("one", failing);
        home.start();
        home.awaitState("one", TaskState.BACKOFF);
        home.task("one", actorFile("every 20ms", "message: b, create: gate"));
        await().until(() -> home.happened("b#2 create"));
        home.task("one", failing);
        await().until(() -> home.happened("a#3 run"));
    }

    @Test
    void pauseAndResumeDuringASwapAreDoneInTheirOrder() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, close: gate"));
        home.start();
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("a#1 close"));
        CompletionStage<ReloadReport> pause = home.control().pause(ONE, TestHome.TEST);
        CompletionStage<ReloadReport> resume = home.control().resume(ONE, TestHome.TEST);
        home.gate.countDown();
        TestHome.done(pause);
        TestHome.done(resume);
        home.awaitState("one", TaskState.RUNNING);
    }
}
