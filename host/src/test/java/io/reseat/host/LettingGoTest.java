package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Digest;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.testing.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole host keeps nothing of a generation that has ended: not the exceptions that it threw and logged, not its gauges,
 * enums and lambdas, although their texts are still in status, events, history and log.
 */
class LettingGoTest {
    private static final String FACTORY = """
            package clingy;
            import io.reseat.api.*;
            import java.util.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                enum Colour { RED { int code() { return 1; } }; abstract int code(); }
                public record Config(String message, String fails, Colour colour) {}
                static final class Own extends RuntimeException {
                    final transient Object held = (java.util.function.Supplier<Object>) () -> Colour.RED;
                    Own(String message, Throwable cause) {
                        super(message, cause);
                        if (cause != null) addSuppressed(new Own("suppressed", null));
                    }
                }
                public String type() { return "clingy"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) {
                    context.metrics().gauge("colour", () -> config.colour().code());
                    context.metrics().counter("made").increment();
                    fail(config, "create");
                    return new Clinging(config, context);
                }
                static void fail(Config config, String step) {
                    if (step.equals(config.fails())) throw new Own(step + " of " + config.message(), new Own("cause", null));
                }
                static final class Clinging implements Task, Stateful {
                    private final Config config;
                    private final TaskContext context;
                    private final org.slf4j.Logger log = org.slf4j.LoggerFactory.getLogger(Clinging.class);
                    Clinging(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public void start() { fail(config, "start"); }
                    public void run() throws Exception {
                        log.warn("colour {} of {}", config.colour(), (java.util.function.Supplier<Object>) () -> this, new Own("logged", new Own("cause", null)));
                        context.logger().log(System.Logger.Level.WARNING, "logged too", new Own("platform", null));
                        context.metrics().timer("took").record(java.time.Duration.ofMillis(1));
                        context.checkpoint(Map.of("colour", config.colour().name()));
                        Thread waits = context.threads().newThread(() -> {
                            try { context.sleep(java.time.Duration.ofHours(1)); } catch (InterruptedException e) { throw new Own("thread", e); }
                        });
                        waits.start();
                        fail(config, "run");
                    }
                    public Map<String, Object> saveState() { return new HashMap<>(Map.of("list", List.of(1, 2))); }
                    public void restoreState(SavedState state) { fail(config, "restore"); }
                    public void close() { fail(config, "close"); }
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
        jar("1.0.0");
        home.task("one", file("a", "none"));
        home.start();
        home.control().subscribe(told::add);
        await().until(() -> home.task("one").cycles().ended() > 0);
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void reloadsOfATaskThatFailsInEveryWayLeaveNoLoaderBehind() throws Exception {
        home.task("one", file("b", "run"));
        await().until(() -> home.task("one").cycles().failed() > 3);
        jar("1.1.0");
        await().until(() -> home.task("one").generation() > 2);
        Digest before = config();
        home.task("one", file("c", "close"));
        await().until(() -> !config().equals(before)); // else it is never there to be closed
        home.task("one", file("d", "none"));
        await().until(() -> home.task("one").lastError().orElseThrow().message().contains("close of c"));
        awaitOneRealm();
        TaskStatus.Failure kept = home.task("one").lastError().orElseThrow();
        assertTrue(kept.stack().contains("clingy.Factory$Own"), kept.stack());
    }

    @Test
    void buildsThatWereRefusedVetoedOrTakenBackLeaveNoLoaderBehind() throws Exception {
        home.task("one", file("b", "create"));
        await().until(() -> home.status().reloads().refused() == 1);
        home.task("one", file("c", "restore"));
        await().until(() -> home.status().reloads().refused() == 2);
        home.task("one", file("d", "start"));
        await().until(() -> home.status().reloads().rolledBack() == 1);
        awaitOneRealm();
        assertTrue(told.size() > 6, told::toString);
        assertTrue(Files.readString(folder.resolve("logs/reseat.log")).contains("clingy.Factory$Own: restore of c"));
    }

    @Test
    void aTaskThatIsRemovedAndOneThatGaveUpLeaveNoLoaderBehind() throws Exception {
        home.task("two", file("two", "run") + "restart: { backoff: 1ms, rebuild-after: 1, give-up: 3 in 1h }\n");
        await().until(() -> home.task("two").state() == io.reseat.host.model.TaskState.FAILED);
        awaitOneRealm();
        Files.delete(folder.resolve("conf/tasks/one.yaml"));
        await().until(() -> home.status().tasks().size() == 1);
        await().until(() -> {
            System.gc();
            return home.status().realms().awaiting() + home.status().realms().live() == 0;
        });
        await().untilAsserted(() -> assertTrue(
                home.status().realms().collected() >= 4,
                () -> home.status().realms().toString()));
    }

    private Digest config() {
        return home.task("one").spec().orElseThrow().configDigest();
    }

    private void awaitOneRealm() {
        await().until(() -> {
            System.gc();
            return home.status().realms().awaiting() == 0
                    && home.status().realms().live() == 1;
        });
    }

    private void jar(String version) throws Exception {
        home.plugin(
                "clingy.jar",
                PluginJar.named("clingy")
                        .version(version)
                        .source("clingy.Factory", FACTORY)
                        .factory("clingy.Factory"));
    }

    private static String file(String message, String fails) {
        return "plugin: clingy\nschedule: every 20ms\nreload: { probation: 1ms, rollback: false }\nconfig: {message: "
                + message + ", fails: " + fails
                + ", colour: RED}\n"
                + (fails.equals("run") && !message.equals("two") ? "restart: { backoff: 10ms }\n" : "");
    }
}
