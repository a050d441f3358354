package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.management.Management;
import io.reseat.host.model.HostStatus;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.reconcile.Control.ReloadOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees of a whole host. */
class OperatorViewTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final ObjectName ONE = Management.nameOf(new TaskName("one"));
    private static final ObjectName ACTOR = Management.nameOf(new PluginId("actor"));

    @RegisterExtension
    final TestHome home = TestHome.withTask(actorFile("every 20ms", "message: a"));

    @Test
    void aJmxClientSeesTheTasksDrainUntilTheHostHasEnded() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, run: deaf"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(home::stop);
        await().until(() -> SERVER.getAttribute(Management.HOST, "State").equals("STOPPING"));
        await().until(() -> SERVER.getAttribute(ONE, "State").equals("STOPPING"));
        assertTrue(Files.exists(home.root.resolve("data/host.json")), "the commands find it as well");
        assertTrue(stacks("one").contains("actor.Factory"), "what keeps it from ending can be seen");
        ExecutionException late = assertThrows(ExecutionException.class, this::lookAgain);
        assertTrue(late.getMessage().contains("the host is stopping"), late.getMessage());
        System.setProperty("reseat.test.release", "now");
        stopped.join();
        assertFalse(SERVER.isRegistered(Management.HOST));
        assertFalse(Files.exists(home.root.resolve("data/host.json")));
    }

    private String stacks(String task) throws Exception {
        return home.control().stacks(new TaskName(task)).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void aDisabledTaskStaysSoAndSaysWhereThatStands() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a") + "enabled: false\n");
        home.start();
        ExecutionException refused = assertThrows(
                ExecutionException.class,
                () -> home.control()
                        .restart(new TaskName("one"), TestHome.TEST)
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS));
        assertTrue(refused.getMessage().contains("disabled by conf/tasks/one.yaml"), refused.getMessage());
        assertEquals(
                PlannedAction.Kind.KEEP,
                home.control()
                        .plan()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS)
                        .get(0)
                        .kind());
    }

    @Test
    void aTaskWhoseJarIsGoneRunsOnAndIsMarked() throws Exception {
        home.start();
        Files.delete(home.root.resolve("plugins/actor.jar"));
        await().until(() -> !home.status().health().ok());
        HostStatus.Health health = home.status().health();
        assertEquals(Set.of(new TaskName("one")), health.tasks());
        assertTrue(health.reasons().get(0).contains("plugins/actor.jar is gone"), health.toString());
        home.plugin("actor.jar", actor("1.0.0"));
        await().until(() -> home.status().health().ok());
    }

    @Test
    void aPluginHasItsBeanForAsLongAsATaskRunsOnIt() throws Exception {
        home.start();
        await().until(() -> home.task("one").generation() == 1);
        Files.delete(home.root.resolve("plugins/actor.jar"));
        await().until(() -> !home.status().health().ok());
        assertTrue(SERVER.isRegistered(ACTOR));
        assertArrayEquals(new String[] {"one"}, (String[]) SERVER.getAttribute(ACTOR, "UsedBy"));
        Files.delete(home.root.resolve("conf/tasks/one.yaml"));
        await().until(() -> !SERVER.isRegistered(ACTOR));
    }

    private long logged(String line) throws Exception {
        try (Stream<String> lines = Files.lines(home.root.resolve("logs/reseat.log"))) {
            return lines.filter(each -> each.contains(line)).count();
        }
    }

    private void lookAgain() throws Exception {
        home.control()
                .reloadAll(ReloadOptions.PLAIN, TestHome.TEST)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void eachFileThatIsSeenHasALineOnceForEachContent() throws Exception {
        home.start();
        assertEquals(1, logged("INFO  [-] plugins/actor.jar: taken, it is actor@1.0.0"));
        Files.writeString(home.root.resolve("conf/tasks/bad name.yaml"), "plugin: x");
        Files.writeString(home.root.resolve("plugins/notes.jar"), "no JAR at all");
        await().until(() -> logged("WARN  [-] conf/tasks/bad name.yaml: ") == 1);
        await().until(() -> logged("WARN  [-] plugins/notes.jar: ") == 1);
        lookAgain();
        lookAgain();
        assertEquals(1, logged("plugins/notes.jar: "));
        assertEquals(1, logged("conf/tasks/bad name.yaml: "));
        Files.delete(home.root.resolve("plugins/notes.jar"));
        await().until(() -> logged("INFO  [-] plugins/notes.jar: gone") == 1);
        assertEquals(1, logged("plugins/actor.jar: taken"));
    }

    @Test
    void twoFilesOfOneVersionAreTold() throws Exception {
        home.start();
        home.plugin("twin.jar", actor("1.0.0").resource("twin.txt", "other"));
        await().until(() -> logged("has the same id and version as") == 1);
        lookAgain();
        assertEquals(1, logged("has the same id and version as"));
    }

    @Test
    void generationsThatHeedNoInterruptAreCountedUntilTheyEnd() throws Exception {
        home.settings("logging: { console: false }\nlimits: { quarantined: 1 }\ndrain: 1s\n");
        String deaf =
                "plugin: actor\nschedule: every 20ms\nreload: { drain: 10ms }\nconfig: { message: a, run: deaf }\n";
        home.task("one", deaf);
        home.start();
        await().until(() -> home.happened("a#1 run"));
        await().untilAsserted(() -> assertEquals(0, home.status().quarantined()));
        home.task("one", deaf.replace("run: deaf", "run: ready"));
        await().until(() -> home.status().quarantined() == 1);
        await().untilAsserted(() -> assertTrue(
                home.status().health().toString().contains("1 generation heeds no interrupt"),
                home.status().health().toString()));
        assertTrue(logged("[one] one: generation 1 heeds no interrupt") > 0);
        System.setProperty("reseat.test.release", "now");
        await().until(() -> home.status().quarantined() == 0);
    }

    @Test
    void aTaskThatLeavesThreadsBehindGivesUpAtTheLimit() throws Exception {
        home.settings("logging: { console: false }\nlimits: { quarantined: 2 }\ndrain: 0s\n");
        home.task(
                "one",
                "plugin: actor\nschedule: every 20ms\ntimeout: 50ms\nreload: { drain: 10ms }\n"
                        + "restart: { backoff: 1ms }\nconfig: { message: a, run: deaf }\n");
        home.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> home.status().quarantined() == 2);
        home.awaitState("one", TaskState.FAILED);
        await().untilAsserted(() -> assertTrue(
                home.task("one").detail().contains("leaves one more thread behind"),
                home.task("one").detail()));
        assertFalse(home.happened("a#3 create"), "no third one was built");
    }

    @Test
    void whatAPluginMeasuresIsReadAndAHungGaugeHoldsUpNobody() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, run: measure"));
        home.task("two", actorFile("every 20ms", "message: b, create: hung gauge"));
        home.start();
        await().until(() -> home.happened("a#1 run") && home.happened("b#1 run"));
        awaitLevel("one", 4.5);
        assertTrue(measured("one").get("acted") > 0);
        ExecutionException hung = assertThrows(ExecutionException.class, () -> measured("two"));
        assertTrue(hung.getMessage().contains("a gauge of task two has not answered"), hung.getMessage());
    }

    @Test
    void looksAtAGaugeThatHangsCostOneThreadAndNoMore() throws Exception {
        home.task("two", actorFile("every 20ms", "message: b, create: deaf gauge"));
        home.start();
        await().until(() -> home.happened("b#1 run"));
        for (int i = 0; i < 3; i++) {
            ExecutionException hung = assertThrows(ExecutionException.class, () -> measured("two"));
            assertTrue(hung.getMessage().contains("has not answered"), hung.getMessage());
        }
        assertEquals(1, home.events.stream().filter("b#1 gauge"::equals).count());
        System.setProperty("reseat.test.release", "now");
        awaitLevel("two", 1.0);
    }

    /** On a busy machine a gauge may not answer in time at first. */
    private void awaitLevel(String task, double level) {
        await().ignoreExceptions().until(() -> measured(task).get("level") == level);
    }

    private Map<String, Double> measured(String task) throws Exception {
        return home.control().metrics(new TaskName(task)).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void whatAPluginDoesAtItsOwnRiskIsShownAndLoggedOnce() throws Exception {
        home.plugin("actor.jar", actor("1.0.0").resource("org/slf4j/Logger.class", "any"));
        home.task("two", actorFile("every 1h", "message: b"));
        home.start();
        String warning = home.task("one").warnings().toString();
        assertTrue(warning.contains("carries its own copy of org.slf4j"), warning);
        assertEquals(1, logged("carries its own copy of org.slf4j"));
    }

    @Test
    void filesThatCannotBeUsedAreProblemsWithARemedy() throws Exception {
        Files.createDirectories(home.root.resolve("plugins/empty"));
        Files.createFile(home.root.resolve("plugins/none.jar"));
        Files.createSymbolicLink(home.root.resolve("conf/tasks/lost.yaml"), home.root.resolve("missing"));
        home.start();
        await().until(() -> home.status().problems().size() == 3);
        String problems = home.status().problems().toString();
        assertTrue(problems.contains("plugins/empty: the folder is empty: put"), problems);
        assertTrue(problems.contains("plugins/none.jar: it is empty: write"), problems);
        assertTrue(problems.contains("conf/tasks/lost.yaml: it is a link to "), problems);
        await().untilAsserted(() -> assertFalse(home.status().health().ok()));
        Files.delete(home.root.resolve("plugins/empty"));
        Files.delete(home.root.resolve("plugins/none.jar"));
        Files.delete(home.root.resolve("conf/tasks/lost.yaml"));
        await().until(() -> home.status().health().ok());
    }

    @Test
    void whatWaitsForItsPluginIsNotWell() throws Exception {
        home.task("two", "plugin: none\nschedule: every 1s\n");
        home.start();
        await().untilAsserted(() ->
                assertEquals(Set.of(new TaskName("two")), home.status().health().tasks()));
    }
}
