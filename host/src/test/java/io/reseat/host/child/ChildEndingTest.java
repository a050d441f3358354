package io.reseat.host.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.child.ChildJvm.Told;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildEndingTest {
    private ChildJvm child;

    @BeforeEach
    void start() throws Exception {
        child = ChildJvm.start(ProbeChild.class);
        child.ask("info", Map.of("text", "it serves"));
    }

    @AfterEach
    void end() {
        child.close();
    }

    @Test
    void theEndOfItsInputEndsItAlthoughAllProcessorsAreBusyAndLocksAreHeld() throws Exception {
        child.ask("spin", Map.of());
        child.process.getOutputStream().close();
        assertEquals(1, child.awaitEnd());
    }

    @Test
    void itTakesTheProcessesAlongThatWereStartedInIt() throws Exception {
        ProcessHandle sleeper = sleeper();
        child.process.getOutputStream().close();
        child.awaitEnd();
        awaitGone(sleeper);
    }

    @Test
    void aHostThatReadsNoMoreIsGone() throws Exception {
        child.process.getInputStream().close();
        // the read that is under way keeps the pipe open, and may take the first answers
        Awaitility.await("the end of the child").until(() -> !child.process.isAlive() || !child.sendPastTheChannel());
        assertEquals(1, child.awaitEnd());
    }

    @Test
    void endClosesWhatIsLeftThenAnswersThenEnds() throws Exception {
        ProcessHandle sleeper = sleeper();
        assertEquals(Map.of(), child.ask("end", Map.of()));
        assertEquals(0, child.awaitEnd());
        child.await("log", "message", "closed");
        awaitGone(sleeper);
    }

    @Test
    void terminationClosesWhatIsLeft() throws Exception {
        child.signal("TERM");
        assertEquals(143, child.awaitEnd());
        child.await("log", "message", "closed");
        assertEquals(List.of(), child.told("exiting"));
    }

    @Test
    void terminationDoesNotWaitForEverForAPluginOrItsHook() throws Exception {
        child.ask("hangClosing", Map.of());
        child.ask("hangHook", Map.of());
        child.signal("TERM");
        assertEquals(143, child.awaitEnd());
        child.await("log", "message", "does not close within");
    }

    /** One that ends the JVM would be the first to give it a status, and would close nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "HUP"})
    void interruptsAndHangUpsAreLeftToTheHost(String signal) throws Exception {
        child.signal(signal);
        child.ask("info", Map.of("text", "still here"));
        child.signal("TERM");
        assertEquals(143, child.awaitEnd());
        child.await("log", "message", "closed");
    }

    @Test
    void aPluginThatCallsExitIsNamedWithItsPlace() throws Exception {
        ProcessHandle sleeper = sleeper();
        child.begin("exit", Map.of("text", "7"));
        assertEquals(7, child.awaitEnd());
        Told exiting = child.await("exiting", "task", "probe");
        assertTrue(exiting.text("what").startsWith("System.exit was called at "), exiting.text("what"));
        awaitGone(sleeper);
    }

    @Test
    void anExitWhoseHooksHangEnds() throws Exception {
        child.ask("hangHook", Map.of());
        child.begin("exit", Map.of("text", "0"));
        child.await("exiting", "task", "probe");
        child.awaitEnd();
    }

    @Test
    void aJvmWithoutMemoryEnds() {
        child.begin("memory", Map.of());
        assertEquals(3, child.awaitEnd());
    }

    private ProcessHandle sleeper() throws Exception {
        long pid = (Long) child.ask("sleeper", Map.of()).get("result");
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static void awaitGone(ProcessHandle process) {
        Awaitility.await().until(() -> Gone.isGone(process));
    }
}
