package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.management.Management;
import io.reseat.host.model.HostStatus;
import io.reseat.host.model.TaskName;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a whole host. */
class OperatorViewTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final ObjectName ONE = Management.nameOf(new TaskName("one"));

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.plugin("actor.jar", actor("1.0.0"));
        home.task("one", actorFile("every 20ms", "message: a"));
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void aJmxClientSeesTheTasksDrainUntilTheHostHasEnded() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, run: deaf"));
        home.start();
        await().until(() -> home.happened("a#1 run"));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(home::stop);
        await().until(() -> SERVER.getAttribute(Management.HOST, "State").equals("STOPPING"));
        await().until(() -> SERVER.getAttribute(ONE, "State").equals("STOPPING"));
        assertTrue(Files.exists(folder.resolve("data/host.json")), "the commands find it as well");
        System.setProperty("reseat.test.release", "now");
        stopped.join();
        assertFalse(SERVER.isRegistered(Management.HOST));
        assertFalse(Files.exists(folder.resolve("data/host.json")));
    }

    @Test
    void aTaskWhoseJarIsGoneRunsOnAndIsMarked() throws Exception {
        home.start();
        Files.delete(folder.resolve("plugins/actor.jar"));
        await().until(() -> !home.status().health().ok());
        HostStatus.Health health = home.status().health();
        assertEquals(Set.of(new TaskName("one")), health.tasks());
        assertTrue(health.reasons().get(0).contains("plugins/actor.jar is gone"), health.toString());
        home.plugin("actor.jar", actor("1.0.0"));
        await().until(() -> home.status().health().ok());
    }

    @Test
    void whatWaitsForItsPluginIsNotWell() throws Exception {
        home.task("two", "plugin: none\nschedule: every 1s\n");
        home.start();
        assertEquals(Set.of(new TaskName("two")), home.status().health().tasks());
    }
}
