package io.reseat.host;

import static io.reseat.host.TestHome.TEST;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What nobody expects is thrown within the host: here where it logs a change of a task's state. */
class HostFaultTest {
    private static final TaskName ONE = new TaskName("one");
    private static final String SHORT = "reload: { probation: 1ms }\n";

    @RegisterExtension
    final TestHome home = TestHome.withTask(SHORT + actorFile("every 20ms", "message: a, in-place: true"));

    private final Logger tasks = (Logger) LoggerFactory.getLogger("reseat.task");
    private final Fault fault = new Fault();

    @AfterEach
    void detach() {
        tasks.detachAppender(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUNNING \u2192 RELOADING", "RELOADING \u2192 RUNNING"})
    void aFaultInAChangeInPlaceFailsTheTaskAndSaysSo(String change) throws Exception {
        begin(change);
        home.task("one", SHORT + actorFile("every 20ms", "message: b, in-place: true"));
        assertFailedAndStartsAgain("a config change of generation 1 broke off by a fault of the host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUNNING \u2192 RELOADING", "RELOADING \u2192 RUNNING"})
    void aFaultInASwapFailsTheTaskAndSaysSo(String change) throws Exception {
        home.task("one", SHORT + actorFile("every 20ms", "message: a"));
        begin(change);
        home.task("one", SHORT + actorFile("every 20ms", "message: b"));
        assertFailedAndStartsAgain("a reload broke off by a fault of the host");
    }

    private void begin(String change) throws Exception {
        home.start();
        await().until(() ->
                home.happened("a#1 run") && home.task("one").probation().isEmpty());
        fault.at.set(change);
        tasks.addAppender(fault);
    }

    private void assertFailedAndStartsAgain(String told) throws Exception {
        home.awaitState("one", TaskState.FAILED);
        await().untilAsserted(() -> assertTrue(
                home.task("one").detail().startsWith(told),
                () -> home.task("one").toString()));
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("[ab]#[12] close")));
        assertEquals(Outcome.ADDED, done(home.control().restart(ONE, TEST)).outcome());
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("b#[23] run")));
    }

    /** Throws once, out of the line of the log that has this text. */
    private static final class Fault extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final AtomicReference<String> at = new AtomicReference<>("");

        @Override
        public void doAppend(ILoggingEvent event) {
            String text = at.get();
            if (!text.isEmpty() && event.getFormattedMessage().contains(text) && at.compareAndSet(text, "")) {
                throw new IllegalStateException("the test's fault");
            }
        }

        @Override
        protected void append(ILoggingEvent event) {}
    }
}
