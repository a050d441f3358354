package io.reseat.host;

import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.TaskName;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin throws may have its password in it; what the host says of that has not. */
class SecretsInFailuresTest {
    private static final TaskName ONE = new TaskName("one");
    private static final String PASSWORD = "s3cret-of-the-file";
    private static final String TOKEN = "s3cret-of-the-plugin";

    private static final String FACTORY = """
            package leaky;
            import io.reseat.api.*;
            import java.util.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String fails, String url, @Secret String token) {}
                public String type() { return "leaky"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) throws Exception {
                    Leaky made = new Leaky(config, context);
                    made.act("create");
                    return made;
                }
                static final class Leaky implements Task, Stateful, HealthCheck, MORE {
                    private final TaskContext context;
                    private Config config;
                    Leaky(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public void start() throws Exception { act("start"); }
                    public void run() throws Exception {
                        act("run");
                        if (config.fails().equals("thread")) context.threads().newThread(this::die).start();
                        if (config.fails().equals("own thread")) new Thread(this::die).start();
                    }
                    public void close() throws Exception { act("close"); }
                    public void check() throws Exception { act("check"); }
                    public Map<String, Object> saveState() throws Exception { act("save"); return Map.of(); }
                    public void restoreState(SavedState state) throws Exception { act("restore"); }
                    public void reconfigure(Config next) throws Exception {
                        if (next.fails().equals("reconfigure"))
                            throw new IllegalStateException("no " + next.token() + " after " + config.token());
                        config = next;
                    }
                    private void die() { throw new IllegalStateException("thread with " + config.url()); }
                    private void act(String step) throws Exception {
                        if (!config.fails().equals(step)) return;
                        Exception thrown = new java.io.IOException(step + " at " + config.url(),
                                new IllegalStateException("token " + config.token()));
                        thrown.addSuppressed(new IllegalStateException("suppressed " + config.token()));
                        throw thrown;
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private final Queue<HostEvent> told = new ConcurrentLinkedQueue<>();
    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome(folder);
        home.plugin("leaky.jar", leaky("1.0.0", "Cloneable"));
        Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        task("nothing", TOKEN);
        home.start();
        home.control().subscribe(told::add);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> home.task("one").cycles().ended() > 0);
    }

    @AfterEach
    void stop() {
        home.close();
    }

    private static PluginJar leaky(String version, String more) {
        return PluginJar.named("leaky")
                .version(version)
                .source("leaky.Factory", FACTORY.replace("MORE", more))
                .factory("leaky.Factory");
    }

    private void task(String fails, String token) throws IOException {
        home.task(
                "one",
                "plugin: leaky\nschedule: every 20ms\nreload: { probation: 1h }\nconfig:\n  fails: " + fails
                        + "\n  url: \"db://me:${file:password}@host/shop\"\n  token: " + token + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "check", "start", "run", "restore"})
    void theNewGenerationsSecretsAreInNoTextThatIsMadeOfItsFailure(String step) throws Exception {
        task(step, TOKEN);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> home.task("one").lastError().isPresent());
        assertNothingIsTold(step + " at db://me:${file:password}@host/shop", TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"save", "close"})
    void theOldGenerationsSecretsAreInNoTextThatIsMadeOfItsFailure(String step) throws Exception {
        task(step, TOKEN);
        await().atMost(Duration.ofMinutes(1)).until(() -> home.task("one").generation() == 2);
        home.plugin("leaky-2.jar", leaky("2.0.0", "Cloneable"));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> home.task("one").lastError().isPresent());
        assertNothingIsTold(step + " at db://me:${file:password}@host/shop", TOKEN);
    }

    @Test
    void bothConfigsSecretsAreHiddenWhereOneIsRefusedInPlace() throws Exception {
        home.plugin("leaky-2.jar", leaky("2.0.0", "Reconfigurable<Config>"));
        await().atMost(Duration.ofMinutes(1)).until(() -> home.task("one").generation() == 2);
        task("reconfigure", "s3cret-of-the-next");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> home.task("one").lastError().isPresent());
        assertNothingIsTold("no ****** after ******", TOKEN, "s3cret-of-the-next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "own thread"})
    void aThreadThatDiesTellsNoSecret(String thread) throws Exception {
        task(thread, TOKEN);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> log().contains("thread with db://me:${file:password}@host/shop"));
        assertFalse(log().contains(PASSWORD));
    }

    private void assertNothingIsTold(String shown, String... secrets) throws Exception {
        String all = home.task("one") + "\n" + told + "\n" + done(home.control().history(ONE)) + "\n"
                + home.control().lastReports(100) + "\n" + log() + "\n" + Files.readString(history());
        await().untilAsserted(() ->
                assertTrue(home.task("one").lastError().orElseThrow().toString().contains(shown), all));
        assertFalse(all.contains(PASSWORD), all);
        for (String secret : secrets) {
            long inTheTexts = Files.readString(history()).split(secret, -1).length - 1L;
            long inAll = all.split(secret, -1).length - 1L;
            assertEquals(inTheTexts, inAll, () -> "only the task's own file, as the history keeps it, has it: " + all);
        }
    }

    private Path history() {
        return folder.resolve("data/history/one.json");
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("logs/reseat.log"));
    }
}
