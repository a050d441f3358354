package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.attribute;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskState;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A change that cannot run, in each of the ways in which that happens, leaves the old code running; the task's bean and the
 * status say so, with what went wrong and what to do. What was opened for it is let go.
 */
class WhatIsKeptRunningTest {
    private static final String GOOD = "reload: { probation: 1ms }\n" + actorFile("every 20ms", "message: a");
    private static final String STUCK = "timeout: 50ms\nreload: { drain: 50ms, probation: 1h }\n";

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void startOne() throws Exception {
        home = new TestHome(folder);
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", GOOD);
        home.start();
        await().until(() -> home.task("one").cycles().ended() > 0
                && home.task("one").probation().isEmpty());
    }

    @AfterEach
    void stop() {
        home.close();
    }

    /** A file, what the bean's detail says is wrong, and what it says of what is kept running. */
    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("bad YAML", "plugin: actor\n  schedule: {", "conf/tasks/one.yaml:", "what runs goes on"),
                Arguments.of(
                        "a bad value",
                        actorFile("every 20ms", "message: b, stateful: maybe"),
                        "conf/tasks/one.yaml:3:32: 'stateful': 'maybe' is no 'true' or 'false'",
                        "generation 1 goes on"),
                Arguments.of(
                        "a missing class",
                        actorFile("every 20ms", "message: b, create: linkage"),
                        "class gone.Missing is missing",
                        "pack the library that has it into the plugin; generation 1 goes on"),
                Arguments.of(
                        "create that throws",
                        actorFile("every 20ms", "message: b, create: throw"),
                        "create failed: java.io.IOException: create was told to throw",
                        "generation 1 goes on"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsRefusedLeavesTheOldOneRunning(String shape, String file, String wrong, String kept) throws Exception {
        home.task("one", file);
        home.awaitReport(Outcome.REFUSED);
        assertSaid(1, wrong, kept);
        assertLetGo();
    }

    @Test
    void aFirstCycleThatThrowsIsRolledBack() throws Exception {
        home.task("one", actorFile("every 20ms", "message: b, run: throw"));
        assertRolledBack("java.io.IOException: run was told to throw");
    }

    /** A CPU loop, and one that swallows its interrupt: the host cannot tell them apart, and can end neither. */
    @ParameterizedTest
    @ValueSource(strings = {"spin", "deaf"})
    void aCycleThatHeedsNoInterruptIsSetAsideAndRolledBack(String shape) throws Exception {
        home.task("one", STUCK + actorFile("every 20ms", "message: b, run: " + shape));
        assertRolledBack("a cycle of generation 2 is over its timeout of 50 ms");
        await().untilAsserted(() -> assertEquals(1, attribute("type=Host", "Quarantined")));
        System.setProperty("reseat.test.release", "now");
        await().until(() -> attribute("type=Host", "Quarantined").equals(0));
        assertLetGo();
    }

    @Test
    void aCloseThatIsBlockedDelaysTheSwapAndNothingElse() throws Exception {
        home.impatient();
        home.task("one", "reload: { probation: 1ms }\n" + actorFile("every 20ms", "message: b, close: deaf"));
        await().until(() -> home.happened("b#2 run"));
        home.task("one", "reload: { probation: 1ms }\n" + actorFile("every 20ms", "message: c"));
        await().until(() -> home.happened("c#3 run"));
        await().untilAsserted(() -> assertTrue(
                ((String) attribute("type=Task,name=one", "LastError")).contains("close did not end within"),
                () -> home.task("one").toString()));
        System.setProperty("reseat.test.release", "now");
        await().until(() -> home.task("one").probation().isEmpty());
        assertLetGo();
    }

    @Test
    void whatFailsToStartGivesTheOldOneItsPlaceBack() throws Exception {
        home.task("one", actorFile("every 20ms", "message: b, start: throw"));
        assertRolledBack("start failed: java.io.IOException: start was told to throw");
        assertLetGo();
    }

    private void assertRolledBack(String wrong) throws Exception {
        await().until(() -> home.happened("a#3 run"));
        home.awaitReport(Outcome.ROLLED_BACK);
        assertSaid(
                3,
                wrong,
                "generation 1 was brought back; what its files hold now does not run; "
                        + "change its file or plugin, or: reseat reload one --force");
        assertEquals(Outcome.HELD, home.reload("one").outcome());
        String held = (String) attribute("type=Task,name=one", "Detail");
        assertTrue(held.contains("change the file, or: reseat reload one --force"), held);
    }

    private void assertSaid(long generation, String wrong, String kept) throws Exception {
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        home.awaitState("one", TaskState.RUNNING);
        await().untilAsserted(() -> assertEquals(generation, attribute("type=Task,name=one", "Generation")));
        String detail = (String) attribute("type=Task,name=one", "Detail");
        assertTrue(detail.contains(wrong) && detail.contains(kept), detail);
        await().untilAsserted(() -> assertEquals(detail, home.task("one").detail()));
        await().untilAsserted(() ->
                assertTrue(home.status().health().reasons().toString().contains(wrong), home.status()::toString));
    }

    /** One realm is left: that of what runs. */
    private void assertLetGo() {
        await().until(() -> home.status().realms().live() == 1);
        await().until(() -> {
            System.gc();
            return home.status().realms().awaiting() == 0;
        });
    }
}
