package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import io.reseat.host.testing.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ways in which a change cannot run, all in one packaged host: each leaves the old or the rolled-back generation
 * running, and both a JMX client and {@code status} are told what went wrong, what runs, and what to do.
 */
class RefusedAndStuckIT {
    private static final String FACTORY = """
            package shape;
            import io.reseat.api.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config(String create, String run, String close) {}
                public String type() { return "shape"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) throws Exception {
                    act("create", config.create());
                    return new Task() {
                        public void run() throws Exception { act("run", config.run()); }
                        public void close() throws Exception { act("close", config.close()); }
                    };
                }
                static void act(String step, String what) throws Exception {
                    if (what == null) return;
                    switch (what) {
                        case "throw" -> throw new java.io.IOException(step + " was told to throw");
                        case "linkage" -> throw new NoClassDefFoundError("gone/Missing");
                        case "spin" -> { while (true) Thread.onSpinWait(); }
                        case "deaf" -> {
                            while (true) {
                                try { Thread.sleep(1000); } catch (InterruptedException e) { }
                            }
                        }
                        default -> throw new IllegalArgumentException(what);
                    }
                }
            }
            """;

    private static final String BROUGHT_BACK =
            "generation 1 was brought back; what its files hold now does not run; change its file or plugin, or: "
                    + "reseat reload ";

    /**
     * A change that cannot run.
     *
     * @param runs the generation that runs in the end
     * @param said what the detail must have: what is wrong, what runs, the remedy
     */
    private record Shape(String task, String keys, String config, String runs, List<String> said) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape(
                    "bad-yaml", "  schedule: {", "", "1", List.of("conf/tasks/bad-yaml.yaml:2:", "what runs goes on")),
            new Shape(
                    "bad-value",
                    "",
                    "run: { a: b }",
                    "1",
                    List.of("conf/tasks/bad-value.yaml:3:15: 'run'", "generation 1 goes on")),
            new Shape(
                    "missing-class",
                    "",
                    "create: linkage",
                    "1",
                    List.of(
                            "class gone.Missing is missing",
                            "pack the library that has it into the plugin",
                            "generation 1 goes on")),
            new Shape(
                    "create-throws",
                    "",
                    "create: throw",
                    "1",
                    List.of(
                            "create failed: java.io.IOException: create was told to throw",
                            "generation 1 goes on; change its file or plugin, or: reseat reload create-throws --force")),
            new Shape(
                    "first-cycle-throws",
                    "",
                    "run: throw",
                    "3 (from 1)",
                    List.of("java.io.IOException: run was told to throw", BROUGHT_BACK)),
            new Shape(
                    "cpu-loop",
                    "timeout: 100ms\n",
                    "run: spin",
                    "3 (from 1)",
                    List.of("a cycle of generation 2 is over its timeout of 100 ms", BROUGHT_BACK)),
            new Shape(
                    "swallowed-interrupt",
                    "timeout: 100ms\n",
                    "run: deaf",
                    "3 (from 1)",
                    List.of("a cycle of generation 2 is over its timeout of 100 ms", BROUGHT_BACK)));

    @TempDir
    Path home;

    @BeforeEach
    void makeHome() throws Exception {
        Files.createDirectories(home.resolve("conf/tasks"));
        Files.createDirectories(home.resolve("plugins"));
        PluginJar.named("shape")
                .source("shape.Factory", FACTORY)
                .factory("shape.Factory")
                .writeTo(home.resolve("plugins/shape.jar"));
        for (Shape shape : SHAPES) {
            task(shape.task(), "", "");
        }
        task("blocked-close", "", "");
    }

    @Test
    void eachIsSeenOverJmxAndInTheStatusWithWhatToDo() throws Exception {
        try (RunningDistribution host = RunningDistribution.start(home);
                JMXConnector connector = connect(host.pid())) {
            MBeanServerConnection client = connector.getMBeanServerConnection();
            for (Shape shape : SHAPES) {
                awaitProved(client, shape.task());
                task(shape.task(), shape.keys(), shape.config());
            }
            for (Shape shape : SHAPES) {
                check(host, client, shape);
            }
        }
    }

    /** The close of what runs is blocked: the change that takes its place waits for it, then goes on. */
    @Test
    void aBlockedCloseIsSeenTooAndTheNewOneRuns() throws Exception {
        try (RunningDistribution host = RunningDistribution.start(home);
                JMXConnector connector = connect(host.pid())) {
            MBeanServerConnection client = connector.getMBeanServerConnection();
            awaitProved(client, "blocked-close");
            task("blocked-close", "", "close: deaf");
            await().atMost(RunningDistribution.LONG)
                    .until(() ->
                            attribute(client, "blocked-close", "Generation").equals(2L)
                                    && proved(client, "blocked-close"));
            task("blocked-close", "", "");
            await().atMost(RunningDistribution.LONG)
                    .until(() ->
                            attribute(client, "blocked-close", "Generation").equals(3L));
            String error = (String) attribute(client, "blocked-close", "LastError");
            assertTrue(error.contains("close did not end within"), error);
            assertSaid(
                    host.ask("status", "blocked-close").output(), List.of("close did not end within", "generation 3"));
            cyclesGoOn(client, "blocked-close");
        }
    }

    private void check(RunningDistribution host, MBeanServerConnection client, Shape shape) throws Exception {
        String task = shape.task();
        await(task)
                .atMost(RunningDistribution.LONG)
                .until(() -> attribute(client, task, "GenerationLabel").equals(shape.runs())
                        && !attribute(client, task, "Detail").equals(""));
        await(task)
                .atMost(RunningDistribution.LONG)
                .untilAsserted(() -> assertSaid((String) attribute(client, task, "Detail"), shape.said()));
        cyclesGoOn(client, task);
        await().untilAsserted(() -> assertEquals("RUNNING", attribute(client, task, "State")));
        String status = host.ask("status", task).output();
        assertSaid(status.replaceAll("\\s+", " "), shape.said());
        assertSaid(status, List.of("needs a look", "generation " + shape.runs()));
        String all = host.ask("status").output();
        assertTrue(all.contains(task), all);
    }

    private static void assertSaid(String text, List<String> said) {
        said.forEach(part -> assertTrue(text.contains(part), () -> "'" + part + "' is not in: " + text));
    }

    private static void cyclesGoOn(MBeanServerConnection client, String task) throws Exception {
        long cycles = (Long) attribute(client, task, "Cycles");
        await(task).atMost(RunningDistribution.LONG).until(() -> (Long) attribute(client, task, "Cycles") > cycles);
    }

    private static boolean proved(MBeanServerConnection client, String task) throws Exception {
        return (Long) attribute(client, task, "Cycles") > 0
                && attribute(client, task, "Probation").equals("");
    }

    private static void awaitProved(MBeanServerConnection client, String task) {
        await(task).atMost(RunningDistribution.LONG).ignoreExceptions().until(() -> proved(client, task));
    }

    private static Object attribute(MBeanServerConnection client, String task, String name) throws Exception {
        return client.getAttribute(new ObjectName("io.reseat:type=Task,name=" + task), name);
    }

    private void task(String name, String keys, String config) throws Exception {
        Path draft = Files.writeString(
                home.resolve("draft"),
                "plugin: shape\n" + (keys.contains("{") ? keys : "") + "schedule: every 50ms\nconfig: {" + config
                        + "}\n" + (keys.contains("{") ? "" : keys) + "reload: { probation: 500ms, drain: 100ms }\n");
        Files.move(
                draft,
                home.resolve("conf/tasks/" + name + ".yaml"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static JMXConnector connect(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }
}
