package io.reseat.host;

import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.TaskName;
import io.reseat.host.testing.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code isolation: plugin}: tasks of one JAR share its realm, and what its classes hold in statics. */
class SharedRealmTest {
    private static final String FACTORY = """
            package sharing;
            import io.reseat.api.*;
            import java.util.*;
            import java.util.concurrent.atomic.AtomicInteger;
            public final class Factory implements TaskFactory<Factory.Config> {
                static final AtomicInteger MADE = new AtomicInteger();
                public record Config(String message) {}
                public String type() { return "sharing"; }
                public Class<Config> configType() { return Config.class; }
                @SuppressWarnings("unchecked")
                public Task create(Config config, TaskContext context) {
                    String who = "VERSION " + config.message() + "#" + context.generation() + " made " + MADE.incrementAndGet();
                    return () -> ((Queue<String>) System.getProperties().get("reseat.test.events")).add(who);
                }
            }
            """;

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void startTwoTasks() throws Exception {
        home = new TestHome(folder);
        jar("1.0.0");
        home.task("a", file("a", "plugin"));
        home.start();
        await().until(() -> home.happened("1.0.0 a#1 made 1"));
        home.task("b", file("b", "plugin"));
        await().until(() -> home.happened("1.0.0 b#1 made 2"));
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void tasksThatShareARealmAreReloadedAlone() throws Exception {
        home.task("a", file("a2", "plugin"));
        await().until(() -> home.happened("1.0.0 a2#2 made 3"));
        await().untilAsserted(() -> assertEquals(1, home.status().realms().live()));
        await().untilAsserted(() -> assertEquals(1, home.task("b").generation()));
        long cycles = home.task("b").cycles().ended();
        await().until(() -> home.task("b").cycles().ended() > cycles);
    }

    @Test
    void aRestartMakesANewInstanceInTheSameRealm() throws Exception {
        done(home.control().restart(new TaskName("b"), TestHome.TEST));
        await().until(() -> home.happened("1.0.0 b#2 made 3"));
        await().untilAsserted(() -> assertEquals(1, home.status().realms().live()));
    }

    @Test
    void aRestartOfAnIsolatedTaskOpensANewRealm() throws Exception {
        home.task("c", file("c", "task"));
        await().until(() -> home.happened("1.0.0 c#1 made 1"));
        await().untilAsserted(() -> assertEquals(2, home.status().realms().live()));
        done(home.control().restart(new TaskName("c"), TestHome.TEST));
        await().until(() -> home.happened("1.0.0 c#2 made 1"));
        await().untilAsserted(() -> assertEquals(2, home.status().realms().live()));
    }

    @Test
    void aNewJarOpensASecondRealmAndTheFirstIsLetGoWithItsLastTask() throws Exception {
        home.task("b", file("b", "plugin").replace("plugin: sharing\n", "plugin: sharing@1.0.0\n"));
        Files.move(folder.resolve("plugins/sharing.jar"), folder.resolve("plugins/sharing-1.jar"));
        jar("1.1.0");
        await().until(() -> home.events.stream().anyMatch(event -> event.startsWith("1.1.0 a#")));
        await().untilAsserted(() -> assertEquals(2, home.status().realms().live()));
        await().untilAsserted(() -> assertEquals(
                "1.0.0", home.task("b").artifact().orElseThrow().version().text()));
        home.task("b", file("b", "plugin"));
        await().until(() -> home.happened("1.1.0 b#2 made 2"));
        await().until(() -> {
            System.gc();
            return home.status().realms().live() == 1 && home.status().realms().awaiting() == 0;
        });
    }

    @Test
    void theLastTaskThatGoesLetsTheRealmGo() throws Exception {
        Files.delete(folder.resolve("conf/tasks/a.yaml"));
        home.task("b", file("b", "plugin") + "enabled: false\n");
        await().until(() -> {
            System.gc();
            return home.status().realms().live() == 0 && home.status().realms().collected() == 1;
        });
        home.task("b", file("b", "plugin"));
        await().until(() -> home.happened("1.0.0 b#2 made 1"));
        await().untilAsserted(() -> assertTrue(
                home.status().health().ok(), () -> home.status().health().toString()));
    }

    private void jar(String version) throws Exception {
        home.plugin(
                "sharing.jar",
                PluginJar.named("sharing")
                        .version(version)
                        .source("sharing.Factory", FACTORY.replace("VERSION", version))
                        .factory("sharing.Factory"));
    }

    private static String file(String message, String isolation) {
        return "plugin: sharing\nschedule: every 20ms\nreload: { probation: 1ms }\nisolation: " + isolation
                + "\nconfig: {message: " + message + "}\n";
    }
}
