package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.attribute;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.TaskState;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task whose plugin never returns and heeds no interrupt delays no other task, nor JMX, nor the watcher. */
class HangingPluginTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.impatient();
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("good", actorFile("every 20ms", "message: good"));
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "start", "run"})
    void aFirstGenerationThatHangsDelaysNobody(String step) throws Exception {
        home.start();
        home.task("bad", actorFile("every 20ms", "message: bad, " + step + ": deaf"));
        await().until(() -> home.happened("bad#1 " + step));
        assertOthersAreWell("good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "save", "restore", "start"})
    void aSwapThatHangsDelaysNobody(String step) throws Exception {
        boolean ofTheOld = step.equals("close") || step.equals("save");
        String hangs = ", " + step + ": deaf";
        home.task("bad", actorFile("every 20ms", "message: bad, stateful: true" + (ofTheOld ? hangs : "")));
        home.start();
        await().until(() -> home.happened("bad#1 run"));
        home.task("bad", actorFile("every 20ms", "message: worse, stateful: true" + (ofTheOld ? "" : hangs)));
        String hanging = ofTheOld ? "bad#1 " + step : "worse#2 " + step;
        await().until(() -> home.events.stream().anyMatch(event -> event.startsWith(hanging)));
        assertOthersAreWell("good");
    }

    @Test
    void manyThatHangAtOnceInDifferentStepsDelayNobody() throws Exception {
        List<String> steps = List.of("create", "start", "run", "create", "start", "run", "create", "create", "create");
        home.start();
        for (int i = 0; i < steps.size(); i++) {
            home.task("bad" + i, actorFile("every 20ms", "message: bad" + i + ", " + steps.get(i) + ": deaf"));
        }
        for (int i = 0; i < steps.size(); i++) {
            String hanging = "bad" + i + "#1 " + steps.get(i);
            await().until(() -> home.happened(hanging));
        }
        assertOthersAreWell("good");
    }

    @Test
    void aRunThatSwallowsItsInterruptIsSetAsideAndTheNextOneRuns() throws Exception {
        Queue<HostEvent> told = new ConcurrentLinkedQueue<>();
        home.task("bad", actorFile("every 20ms", "message: bad, run: deaf") + "reload: { drain: 50ms }\n");
        home.start();
        home.control().subscribe(told::add);
        await().until(() -> home.happened("bad#1 run"));
        home.task("bad", actorFile("every 20ms", "message: better"));
        await().until(() -> home.happened("better#2 run"));
        assertTrue(
                told.stream()
                        .anyMatch(event -> event instanceof HostEvent.Stuck stuck
                                && stuck.stack().contains("actor.Factory$Actor.act")),
                told::toString);
        home.awaitState("bad", TaskState.RUNNING);
        System.setProperty("reseat.test.release", "now");
        await().until(() -> {
            System.gc();
            return home.status().realms().awaiting() == 0;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"reconfigure", "close", "start", "restore"})
    void aStepThatHeedsNoInterruptCountsAsQuarantinedUntilItEnds(String step) throws Exception {
        Queue<HostEvent> told = new ConcurrentLinkedQueue<>();
        home.settings("limits:\n  quarantined: 1\n");
        String kind = step.equals("reconfigure") ? ", inPlace: true" : ", stateful: true";
        home.task(
                "bad", actorFile("every 20ms", "message: bad" + kind + (step.equals("close") ? ", close: deaf" : "")));
        home.start();
        home.control().subscribe(told::add);
        await().until(() -> home.happened("bad#1 run"));
        home.task("bad", actorFile("every 20ms", "message: worse" + kind + ", " + step + ": deaf"));
        await().atMost(LONG).until(() -> home.status().quarantined() == 1);
        await().atMost(LONG)
                .until(() -> told.stream()
                        .anyMatch(event -> event instanceof HostEvent.Stuck stuck
                                && stuck.message().contains(step)
                                && stuck.message().contains("its thread is left alone")
                                && stuck.stack().contains("actor.Factory$Actor.act")));
        await().untilAsserted(() -> assertTrue(
                home.status().health().reasons().stream()
                        .anyMatch(reason -> reason.startsWith("1 generation heeds no interrupt")),
                () -> home.status().health().toString()));
        await().untilAsserted(() -> assertEquals(1, attribute("type=Host", "Quarantined")));
        await().atMost(LONG).until(() -> home.task("bad").state() == TaskState.RUNNING);
        System.setProperty("reseat.test.release", "now");
        await().atMost(LONG).until(() -> home.status().quarantined() == 0);
        String late = step.equals("start") || step.equals("restore") ? "worse#2 close" : "(bad|worse)#1 close";
        await().atMost(LONG)
                .until(() -> home.events.stream()
                                .filter(event -> event.matches(late))
                                .count()
                        == 1);
    }

    @Test
    void theHostEndsThoughATaskNeverDoes() throws Exception {
        home.task("bad", actorFile("every 20ms", "message: bad, run: deaf") + "reload: { drain: 50ms }\n");
        home.start();
        await().until(() -> home.happened("bad#1 run"));
        home.stop();
        await().untilAsserted(() -> assertTrue(home.happened("good#1 close")));
        home.start();
        await().until(() -> home.happened("good#2 run"));
    }

    /** Another task's cycles go on and it can be reloaded; JMX answers; the watcher brings a new task. */
    private void assertOthersAreWell(String name) throws Exception {
        long cycles = home.task(name).cycles().ended();
        await().until(() -> home.task(name).cycles().ended() > cycles);
        home.task(name, actorFile("every 20ms", "message: reloaded"));
        await().until(() -> home.happened("reloaded#2 run"));
        ObjectName host = new ObjectName("io.reseat:type=Host");
        Object answer = ManagementFactory.getPlatformMBeanServer()
                .invoke(host, "restartTask", new Object[] {name}, new String[] {String.class.getName()});
        assertTrue(answer.toString().startsWith("restartTask good: reloaded 2 -> 3"), answer.toString());
        await().untilAsserted(() -> assertTrue(((CompositeData[]) attribute("type=Host", "Tasks")).length > 1));
        home.task("third", actorFile("every 20ms", "message: third"));
        await().until(() -> home.happened("third#1 run"));
        home.plugin("actor.jar", actor("1.1.0"));
        await().until(() -> home.happened("reloaded#4 run") && home.happened("third#2 run"));
    }
}
