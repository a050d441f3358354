package io.reseat.host.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.lifecycle.Generation.Ending;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.testing.PluginJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real plugins, compiled here, that do in each step what the test wrote. */
class BuilderTest {
    private static final String EVENTS = "reseat.test.build";
    private static final TaskSpec SPEC = BuiltTask.spec(new Schedule.Every(Duration.ofSeconds(10)));

    @TempDir
    Path folder;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private OpenRealm open;
    private BuiltTask built;

    @BeforeEach
    void listen() {
        System.getProperties().put(EVENTS, events);
    }

    @AfterEach
    void close() {
        System.getProperties().remove(EVENTS);
        open.close();
    }

    @Test
    void aGenerationIsBuiltAndRuns() throws Exception {
        Generation generation = build("", "", "tell(\"run\");").get(60, TimeUnit.SECONDS);
        generation.run();
        assertEquals("create", next());
        assertEquals("check", next());
        assertEquals("run", next());
        assertEquals(Ending.ENDED, generation.halt(Duration.ofSeconds(30)).get(60, TimeUnit.SECONDS));
        generation.close().get(60, TimeUnit.SECONDS);
        assertEquals("close", next());
    }

    @Test
    void aCheckThatFailsSaysCheckAndItsTaskIsClosed() throws Exception {
        GenerationFailure failure = failure(build("", "throw new IllegalStateException(\"no database\");", ""));
        assertEquals("check failed: java.lang.IllegalStateException: no database", failure.getMessage());
        assertTrue(failure.stack().contains("probe.F$T.check"), failure.stack());
        assertTrue(failure.stack().contains("frames of the host"), failure.stack());
        assertEquals(List.of("create", "check", "close"), List.copyOf(events));
    }

    @Test
    void aCreateThatFailsSaysCreateAndWhatItLeftIsClosed() throws Exception {
        GenerationFailure failure = failure(build(
                "context.closeWithGeneration(() -> tell(\"left\")); if (true) throw new NoClassDefFoundError(\"a/B\");",
                "",
                ""));
        assertTrue(failure.getMessage().startsWith("create failed: class a.B is missing"), failure.getMessage());
        assertEquals(List.of("create", "left"), List.copyOf(events));
    }

    @Test
    void aCreateThatAnswersNothingIsRefused() throws Exception {
        GenerationFailure failure = failure(build("if (true) return null;", "", ""));
        assertTrue(failure.getMessage().endsWith("probe.F.create returned null"), failure.getMessage());
    }

    @Test
    void aCheckpointInCreateIsRefusedWithAReason() throws Exception {
        GenerationFailure failure = failure(build("context.checkpoint(java.util.Map.of());", "", ""));
        assertTrue(failure.getMessage().contains("not in create()"), failure.getMessage());
    }

    @Test
    void aTaskTypeThatIsNotThereIsNoFailureOfCreate() throws Exception {
        open(plugin("", "", ""));
        TaskSpec other = new TaskSpec(
                SPEC.name(),
                SPEC.source(),
                SPEC.plugin(),
                java.util.Optional.of("other"),
                true,
                SPEC.schedule(),
                SPEC.missed(),
                SPEC.timeout(),
                SPEC.runner(),
                SPEC.process(),
                SPEC.onStuck(),
                SPEC.isolation(),
                SPEC.reload(),
                SPEC.restart(),
                SPEC.config(),
                SPEC.configDigest(),
                "",
                SPEC.references());
        String message = failure(build(other)).getMessage();
        assertTrue(message.startsWith("finding the task type failed: plugin probe@1.0.0"), message);
        assertTrue(message.contains("has no task type 'other', only probe"), message);
    }

    @Test
    void aCheckThatHangsIsInterruptedAndNamed() throws Exception {
        CompletableFuture<Generation> build = build("", "new java.util.concurrent.CountDownLatch(1).await();", "");
        assertEquals("create", next());
        assertEquals("check", next());
        built.time.pass(Duration.ofSeconds(30));
        assertEquals(
                "check did not end within 30000 ms and was interrupted",
                failure(build).getMessage());
    }

    @Test
    void aBuildThatComesTooLateIsClosed() throws Exception {
        CompletableFuture<Generation> build = build("while (!released()) Thread.interrupted();", "", "");
        assertEquals("create", next());
        built.time.pass(Duration.ofSeconds(31));
        String message = failure(build).getMessage();
        assertTrue(message.startsWith("create did not end within 30000 ms, nor"), message);
        open.realm.release();
        events.add("release");
        assertEquals("release", next());
        System.setProperty("reseat.test.released", "now");
        try {
            assertEquals("check", next());
            assertEquals("close", next());
        } finally {
            System.clearProperty("reseat.test.released");
        }
    }

    @Test
    void aFailedCycleShowsThePluginsFramesAndCountsTheHosts() throws Exception {
        build("", "", "throw new java.io.IOException(\"no\");")
                .get(60, TimeUnit.SECONDS)
                .run();
        built.heard.expect("failed java.io.IOException: no");
        String stack = built.lastStack;
        assertTrue(stack.contains("//probe.F$T.run(F.java"), stack);
        assertTrue(stack.stripTrailing().matches("(?s).*… \\d+ frames of the host"), stack);
        assertFalse(stack.contains("at io.reseat.host"), stack);
    }

    @Test
    void aRefusedGenerationLeavesNoThread() throws Exception {
        failure(build(
                "var runs = new java.util.concurrent.CountDownLatch(1);"
                        + "context.threads().newThread(() -> { runs.countDown();"
                        + " try { new java.util.concurrent.CountDownLatch(1).await(); }"
                        + " catch (InterruptedException e) { tell(\"ended\"); } }).start(); runs.await();",
                "throw new IllegalStateException();",
                ""));
        assertEquals("create", next());
        assertEquals("check", next());
        await().until(() -> events.contains("ended"));
        await().until(() -> open.realm.threads().busy() == 0);
    }

    private CompletableFuture<Generation> build(String create, String check, String run) throws Exception {
        open(plugin(create, check, run));
        return build(SPEC);
    }

    private CompletableFuture<Generation> build(TaskSpec spec) {
        return new Builder(built.services)
                .build(built.blueprint(spec), built.services.clock().now());
    }

    private void open(PluginJar plugin) throws Exception {
        open = new OpenRealm(folder, plugin);
        built = new BuiltTask(open, folder);
    }

    private static GenerationFailure failure(CompletableFuture<?> build) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> build.get(60, TimeUnit.SECONDS));
        return assertInstanceOf(GenerationFailure.class, thrown.getCause());
    }

    private String next() throws InterruptedException {
        String event = events.poll(60, TimeUnit.SECONDS);
        assertNotNull(event, "nothing happens");
        return event;
    }

    private static PluginJar plugin(String create, String check, String run) {
        return PluginJar.named("probe")
                .source("probe.F", """
                        package probe;
                        import io.reseat.api.*;
                        public final class F implements TaskFactory<F.Config> {
                            public record Config() {}
                            @Override public String type() { return "probe"; }
                            @Override public Class<Config> configType() { return Config.class; }
                            @Override public Task create(Config config, TaskContext context) throws Exception {
                                tell("create");
                                %s
                                return new T();
                            }
                            static boolean released() { return System.getProperty("reseat.test.released") != null; }
                            @SuppressWarnings("unchecked")
                            static void tell(String what) {
                                ((java.util.Queue<String>) System.getProperties().get("reseat.test.build")).add(what);
                            }
                            static final class T implements Task, HealthCheck {
                                @Override public void check() throws Exception { tell("check"); %s }
                                @Override public void run() throws Exception { %s }
                                @Override public void close() { tell("close"); }
                            }
                        }
                        """.formatted(create, check, run))
                .factory("probe.F");
    }
}
