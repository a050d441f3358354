package io.reseat.host;

import static org.awaitility.Awaitility.await;

import io.reseat.host.model.HostStatus;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.reconcile.Control;
import io.reseat.host.testing.Folders;
import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A home in a folder of the test's, with a host on it in this JVM. Its tasks are of one plugin, {@code actor}, which does
 * in each step what its config says and writes down what happened: {@code message#generation step}.
 */
final class TestHome implements AutoCloseable, AfterEachCallback {
    /** Where the plugin writes: a queue of the JDK's, found by a system property's key, so that no class is shared. */
    static final String EVENTS = "reseat.test.events";

    static final Requester TEST = new Requester(Requester.Kind.JMX, "test");

    private static final String FACTORY = """
            package actor;
            import io.reseat.api.*;
            import java.util.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String message, String create, String start, String run, String close,
                        String save, String restore, Boolean stateful, Boolean inPlace, String reconfigure) {}
                public String type() { return "actor"; }
                public Set<Swap> swaps() { return EnumSet.allOf(Swap.class); }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) throws Exception {
                    Actor actor = config.stateful() != null && config.stateful() ? new Remembering(config, context)
                            : config.inPlace() != null && config.inPlace() ? new Pliable(config, context)
                            : new Actor(config, context);
                    actor.act("create", config.create());
                    return actor;
                }
                static class Actor implements Task {
                    volatile Config config;
                    final TaskContext context;
                    long cycles;
                    Actor(Config config, TaskContext context) { this.config = config; this.context = context; }
                    public void start() throws Exception { act("start", config.start()); }
                    public void run() throws Exception { cycles++; act("run", config.run()); }
                    public void close() throws Exception { act("close", config.close()); }
                    @SuppressWarnings("unchecked")
                    void act(String step, String what) throws Exception {
                        ((Queue<String>) System.getProperties().get("reseat.test.events"))
                                .add(config.message() + "#" + context.generation() + " " + step);
                        if (what == null) return;
                        switch (what) {
                            case "throw" -> throw new java.io.IOException(step + " was told to throw");
                            case "error" -> throw new StackOverflowError(step + " was told to overflow");
                            case "linkage" -> throw new NoClassDefFoundError("gone/Missing");
                            case "hang" -> new java.util.concurrent.CountDownLatch(1).await();
                            case "sleep" -> context.sleep(java.time.Duration.ofHours(1));
                            case "deaf" -> {
                                while (System.getProperty("reseat.test.release") == null) {
                                    try { Thread.sleep(20); } catch (InterruptedException e) { }
                                }
                            }
                            case "spin" -> { while (System.getProperty("reseat.test.release") == null) Thread.onSpinWait(); }
                            case "later-gate" -> { if (context.generation() > 1) act(step + " again", "gate"); }
                            case "until-open" -> {
                                if (((java.util.concurrent.CountDownLatch) System.getProperties().get("reseat.test.gate")).getCount() > 0)
                                    throw new java.io.IOException(step + " is not open yet");
                            }
                            case "gate" ->
                                ((java.util.concurrent.CountDownLatch) System.getProperties().get("reseat.test.gate")).await();
                            case "gate, throw" -> {
                                ((java.util.concurrent.CountDownLatch) System.getProperties().get("reseat.test.gate")).await();
                                throw new java.io.IOException(step + " was told to throw");
                            }
                            case "fail-once" -> {
                                if (System.clearProperty("reseat.test.fail") != null)
                                    throw new java.io.IOException(step + " was told to throw once");
                            }
                            case "measure" -> {
                                context.metrics().counter("acted").add(1);
                                context.metrics().gauge("level", () -> 4.5);
                            }
                            case "hung gauge" ->
                                context.metrics().gauge("level", () -> {
                                    try { new java.util.concurrent.CountDownLatch(1).await(); } catch (InterruptedException e) { }
                                    return 1;
                                });
                            case "deaf gauge" ->
                                context.metrics().gauge("level", () -> {
                                    try { act("gauge", null); act("gauge waits", "deaf"); } catch (Exception e) { }
                                    return 1;
                                });
                            case "patient" -> {
                                while (System.getProperty("reseat.test.release") == null) Thread.sleep(20);
                                act("patient " + step, null);
                            }
                            case "ready" -> { context.ready(); context.sleep(java.time.Duration.ofHours(1)); }
                            default -> throw new IllegalArgumentException("no such act: " + what);
                        }
                    }
                }
                static final class Pliable extends Actor implements Reconfigurable<Config> {
                    Pliable(Config config, TaskContext context) { super(config, context); }
                    public void reconfigure(Config next) throws Exception {
                        act("reconfigure to " + next.message(), next.reconfigure());
                        config = next;
                    }
                }
                static final class Remembering extends Actor implements Stateful {
                    Remembering(Config config, TaskContext context) { super(config, context); }
                    public Map<String, Object> saveState() throws Exception {
                        act("save", config.save());
                        return Map.of("cycles", cycles);
                    }
                    public void restoreState(SavedState state) throws Exception {
                        act("restore " + state.values(), config.restore());
                        cycles = (Long) state.values().get("cycles");
                    }
                }
            }
            """;

    final Path root;
    final Queue<String> events = new ConcurrentLinkedQueue<>();

    /** Where a step that was told {@code gate} waits until the test opens it; heeds interrupts. */
    final CountDownLatch gate = new CountDownLatch(1);

    private @Nullable Host host;

    TestHome(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("conf/tasks"));
        Files.createDirectories(root.resolve("plugins"));
        Files.writeString(
                root.resolve("conf/reseat.yaml"),
                "logging:\n  level: debug\n  console: false\nlimits:\n  build: 20s\ndrain: 3s\n");
        System.getProperties().put(EVENTS, events);
        System.getProperties().put("reseat.test.gate", gate);
        System.clearProperty("reseat.test.release");
        System.clearProperty("reseat.test.fail");
    }

    /** A home in a folder of its own, which is deleted after the test: a field of this has {@code @RegisterExtension}. */
    static TestHome withActor() {
        return with("actor.jar", actor("1.0.0"));
    }

    /** The same with another plugin. */
    static TestHome with(String file, PluginJar jar) {
        try {
            TestHome home = new TestHome(Files.createTempDirectory("reseat-home"));
            home.plugin(file, jar);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with a file of task {@code one}. */
    static TestHome withTask(String yaml) {
        TestHome home = withActor();
        try {
            home.task("one", yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        close();
        Folders.delete(root);
    }

    static PluginJar actor(String version) {
        return PluginJar.named("actor")
                .version(version)
                .source("actor.Factory", FACTORY)
                .factory("actor.Factory");
    }

    /** Puts a JAR in place by a rename. */
    void plugin(String file, PluginJar jar) throws IOException {
        Path beside = root.resolve("plugins/." + file);
        jar.writeTo(beside);
        Files.move(beside, root.resolve("plugins").resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts a task's file in place by a rename. */
    void task(String name, String yaml) throws IOException {
        Path beside = root.resolve("conf/tasks/." + name);
        Files.writeString(beside, yaml);
        Files.move(beside, root.resolve("conf/tasks").resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts the host's settings in place by a rename. */
    void settings(String yaml) throws IOException {
        Path beside = root.resolve("conf/.reseat.yaml");
        Files.writeString(beside, yaml);
        Files.move(beside, root.resolve("conf/reseat.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Plugins have little time for each step: for tests of what hangs; else a loaded machine may be as slow. */
    void impatient() throws Exception {
        settings("logging: { level: debug, console: false }\nlimits: { build: 2s }\ndrain: 1s\n");
        if (host != null) {
            done(control().reloadAll(Control.ReloadOptions.PLAIN, TEST));
        }
    }

    /** A file of the actor plugin with a schedule and a config in flow style. */
    static String actorFile(String schedule, String config) {
        return "plugin: actor\nschedule: " + schedule + "\nconfig: {" + config + "}\n";
    }

    List<ReloadReport> start() throws Exception {
        host = Host.start(root, "test");
        return host.started().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    Control control() {
        return java.util.Objects.requireNonNull(host).control();
    }

    HostStatus status() {
        return control().status();
    }

    /** A task now, or as soon as the host has seen its file. */
    TaskStatus task(String name) {
        return await().until(() -> control().task(new TaskName(name)), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until a task is in a state: what tells of its steps may be heard before it is. */
    void awaitState(String name, TaskState state) {
        await().until(() -> task(name).state(), state::equals);
    }

    ReloadReport reload(String name) throws Exception {
        return done(control().reload(new TaskName(name), Control.ReloadOptions.PLAIN, TEST));
    }

    /** What an operation of {@link #control} answers. */
    static <T> T done(CompletionStage<T> asked) throws Exception {
        return asked.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** How many reloads swapped a generation in that was not the first. */
    long reloads() {
        return control().lastReports(1000).stream()
                .filter(report -> report.outcome() == ReloadReport.Outcome.RELOADED)
                .count();
    }

    /** Waits until a look at the files, whoever asked for it, came out so. */
    ReloadReport awaitReport(ReloadReport.Outcome outcome) {
        return await().until(
                        () -> control().lastReports(1000).stream()
                                .filter(report -> report.outcome() == outcome)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** An attribute of one of the host's beans, such as {@code type=Host}. */
    static Object attribute(String bean, String name) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName("io.reseat:" + bean), name);
    }

    boolean happened(String event) {
        return events.contains(event);
    }

    void stop() {
        if (host != null) {
            host.close();
            host = null;
        }
    }

    @Override
    public void close() {
        System.setProperty("reseat.test.release", "now");
        gate.countDown(); // what waits there heeds nothing else, and would outlive the test
        stop();
    }
}
