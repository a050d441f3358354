package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskState;
import io.reseat.host.testing.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes and resources that a task needs for the first time when its JAR is no longer what it was started from. */
class LazyClassesTest {
    private static final String LATE = "reseat.test.late";
    private static final String FACTORY = """
            package lazy;
            import io.reseat.api.*;
            import java.util.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config() {}
                public String type() { return "lazy"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) {
                    if (CREATE_FAILS) throw new IllegalStateException("not this one");
                    return new Task() {
                        public void run() throws Exception {
                            if (System.getProperty("reseat.test.late") != null) {
                                tell("run " + Late.word());
                                tell("resource " + new String(Factory.class.getResourceAsStream("/word").readAllBytes()));
                            } else {
                                tell("run");
                            }
                        }
                        public void close() { tell("close " + Farewell.word()); }
                    };
                }
                @SuppressWarnings("unchecked")
                static void tell(String what) { ((Queue<String>) System.getProperties().get("reseat.test.events")).add(what); }
            }
            """;

    @TempDir
    Path folder;

    private TestHome home;
    private Path jar;

    @BeforeEach
    void startWithTheOldJar() throws Exception {
        System.clearProperty(LATE);
        home = new TestHome(folder);
        jar = folder.resolve("plugins/lazy.jar");
        lazy("old", false).writeTo(jar);
        home.task("one", "plugin: lazy\nschedule: every 20ms\n");
        home.start();
        await().until(() -> home.happened("run"));
    }

    @AfterEach
    void stop() {
        System.clearProperty(LATE);
        home.close();
    }

    @Test
    void aJarThatIsOverwrittenInPlaceAndRefusedIsNotMixedWithTheOldOne() throws Exception {
        lazy("new", true).writeInPlace(jar);
        await().until(() -> home.task("one")
                .lastReload()
                .filter(r -> r.outcome() == Outcome.REFUSED)
                .isPresent());
        System.setProperty(LATE, "now");
        await().until(() -> home.happened("run old") && home.happened("resource old"));
        assertFalse(home.happened("run new"));
        await().untilAsserted(() -> assertEquals(0, home.task("one").cycles().failed()));
    }

    @Test
    void aJarThatIsTruncatedUnderARunningTaskHarmsNobody() throws Exception {
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, java.util.Arrays.copyOf(whole, whole.length / 3));
        System.setProperty(LATE, "now");
        await().until(() -> home.happened("run old") && home.happened("resource old"));
        home.awaitState("one", TaskState.RUNNING);
        await().untilAsserted(() -> assertEquals(0, home.task("one").cycles().failed()));
    }

    @Test
    void closeAtAReloadMayNeedAClassForTheFirstTime() throws Exception {
        lazy("new", false).writeInPlace(jar);
        await().until(() -> home.task("one").generation() == 2);
        assertEquals(1, home.events.stream().filter("close old"::equals).count(), home.events::toString);
    }

    @Test
    void closeAtARemovalMayNeedAClassForTheFirstTime() throws Exception {
        Files.delete(jar);
        Files.delete(folder.resolve("conf/tasks/one.yaml"));
        await().until(() -> home.happened("close old"));
        await().until(() -> home.status().tasks().isEmpty());
    }

    @Test
    void closeAtTheEndOfTheHostMayNeedAClassForTheFirstTime() {
        home.stop();
        assertEquals(1, home.events.stream().filter("close old"::equals).count(), home.events::toString);
    }

    private static PluginJar lazy(String word, boolean createFails) {
        String says = " { static String word() { return \"" + word + "\"; } }";
        return PluginJar.named("lazy")
                .source("lazy.Factory", FACTORY.replace("CREATE_FAILS", Boolean.toString(createFails)))
                .source("lazy.Late", "package lazy; class Late" + says)
                .source("lazy.Farewell", "package lazy; class Farewell" + says)
                .resource("word", word)
                .factory("lazy.Factory");
    }
}
