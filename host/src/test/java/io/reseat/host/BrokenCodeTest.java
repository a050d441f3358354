package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskState;
import io.reseat.host.testing.PluginJar;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a plugin throws in whatever step, the host says what became of the task, and goes on. */
class BrokenCodeTest {
    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", actorFile("every 20ms", "message: a, stateful: true"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @ParameterizedTest
    @CsvSource({
        "create, error, REFUSED",
        "create, linkage, REFUSED",
        "restore, error, REFUSED",
        "restore, linkage, REFUSED",
        "start, error, ROLLED_BACK",
        "start, linkage, ROLLED_BACK"
    })
    void anErrorInTheNewOneLeavesTheOldContentRunning(String step, String thrown, Outcome outcome) throws Exception {
        home.task("one", actorFile("every 20ms", "message: b, stateful: true, " + step + ": " + thrown));
        assertTrue(home.awaitReport(outcome).reason().contains(thrown.equals("error") ? "StackOverflow" : "gone"));
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        home.awaitState("one", TaskState.RUNNING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "linkage", "throw"})
    void aFailingCloseDoesNotHoldUpTheNextOne(String thrown) throws Exception {
        home.task("one", actorFile("every 20ms", "message: b, close: " + thrown));
        await().until(() -> home.happened("b#2 run"));
        home.task("one", actorFile("every 20ms", "message: c"));
        await().until(() -> home.happened("c#3 run"));
        await().untilAsserted(() ->
                assertTrue(home.task("one").lastError().orElseThrow().message().contains("close")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "linkage", "throw"})
    void aFailingCycleIsToldAndTriedAgain(String thrown) throws Exception {
        home.task(
                "one",
                actorFile("every 20ms", "message: b, run: " + thrown)
                        + "restart: { backoff: 10ms, rebuild-after: 3 }\nreload: { rollback: false }\n");
        await().until(() -> home.task("one").cycles().failed() > 4);
        await().until(() -> home.task("one").generation() > 2);
        home.task("one", actorFile("every 20ms", "message: c"));
        await().until(() -> home.task("one").state() == TaskState.RUNNING
                && home.events.stream().anyMatch(event -> event.matches("c#\\d+ run")));
    }

    @Test
    void aFailingSaveRefusesTheReload() throws Exception {
        home.task("one", actorFile("every 20ms", "message: b, stateful: true, save: error"));
        await().until(() -> home.happened("b#2 run"));
        home.task("one", actorFile("every 20ms", "message: c, stateful: true"));
        assertTrue(home.awaitReport(Outcome.REFUSED).reason().contains("saveState"));
        long cycles = home.task("one").cycles().ended();
        await().until(() -> home.task("one").cycles().ended() > cycles);
        await().untilAsserted(() -> assertEquals(2, home.task("one").generation()));
    }

    /** Nobody asked for the thread, and it heeds no interrupt: the host can only say so and go on. */
    @Test
    void aThreadOfAStaticBlockThatHeedsNothingHoldsUpNoReload() throws Exception {
        home.plugin("starter.jar", starter("1"));
        home.task("two", "plugin: starter\nschedule: every 20ms\nreload: { probation: 1ms }\n");
        await().until(() -> home.happened("starter 1"));
        home.plugin("starter.jar", starter("2"));
        await().until(() -> home.happened("starter 2"));
        await().until(() -> home.status().realms().awaiting() == 1);
        System.setProperty("reseat.test.release", "now");
        await().until(() -> {
            System.gc();
            return home.status().realms().awaiting() == 0;
        });
    }

    private static PluginJar starter(String word) {
        return PluginJar.named("starter").factory("starter.Factory").source("starter.Factory", """
                package starter;
                import io.reseat.api.*;
                public final class Factory implements TaskFactory<Factory.Config> {
                    static {
                        Thread deaf = new Thread(() -> {
                            while (System.getProperty("reseat.test.release") == null) {
                                try { Thread.sleep(20); } catch (InterruptedException e) { }
                            }
                        });
                        deaf.setDaemon(true);
                        deaf.start();
                    }
                    public record Config() {}
                    public String type() { return "starter"; }
                    public Class<Config> configType() { return Config.class; }
                    @SuppressWarnings("unchecked")
                    public Task create(Config config, TaskContext context) {
                        return () -> ((java.util.Queue<String>) System.getProperties().get("reseat.test.events")).add("starter WORD");
                    }
                }
                """.replace(
                        "WORD", word));
    }
}
