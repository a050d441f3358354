package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import io.reseat.host.RunningDistribution.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged host, operated as its operators do: by files, by commands, by a JMX client. */
class OperateIT {
    @TempDir
    Path temp;

    private Path home;
    private Path task;

    @BeforeEach
    void initHome() throws Exception {
        home = temp.resolve("home");
        task = home.resolve("conf/tasks/heartbeat.yaml");
        assertEquals(
                0,
                RunningDistribution.reseat(temp, "init", "--home", home.toString())
                        .status());
        say("good morning");
    }

    private void say(String message) throws IOException {
        rename("plugin: heartbeat\nschedule: every 100ms\nconfig:\n  message: " + message + "\n", task);
    }

    private void rename(String content, Path target) throws IOException {
        Path draft = Files.writeString(temp.resolve("draft"), content);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void anEditedConfigAndAReplacedJarTakeEffectWithoutARestart() throws Exception {
        try (RunningDistribution host = RunningDistribution.start(home)) {
            host.awaitOutput("good morning");
            say("good evening");
            host.awaitOutput("good evening");
            replaceJar("7.7.7");
            await().atMost(RunningDistribution.LONG)
                    .until(() -> host.ask("status").output().contains("heartbeat@7.7.7"));
            assertTrue(host.alive());
            assertTrue(host.output().contains("generation 3"), host.output());
        }
    }

    @Test
    void aBrokenEditIsRefusedAndTheOldMessageGoesOn() throws Exception {
        try (RunningDistribution host = RunningDistribution.start(home)) {
            host.awaitOutput("good morning");
            rename("plugin: heartbeat\nschedule: every 100ms\nconfig:\n  mesage: x\n", task);
            await().atMost(RunningDistribution.LONG)
                    .until(() -> host.ask("status").output().contains("heartbeat.yaml:4"));
            assertEquals(1, host.ask("reload", "heartbeat").status());
            int before = occurrences(host.output());
            await().atMost(RunningDistribution.LONG).until(() -> occurrences(host.output()) > before + 2);
        }
    }

    private static int occurrences(String output) {
        return output.split("good morning", -1).length;
    }

    @Test
    void aJmxClientReloadsAndRestarts() throws Exception {
        try (RunningDistribution host = RunningDistribution.start(home);
                JMXConnector connector = connect(host.pid())) {
            host.awaitOutput("good morning");
            MBeanServerConnection client = connector.getMBeanServerConnection();
            ObjectName bean = new ObjectName("io.reseat:type=Host");
            assertEquals(
                    "reloadConfig: 1 unchanged", client.invoke(bean, "reloadConfig", new Object[0], new String[0]));
            say("good evening");
            client.invoke(bean, "reloadConfig", new Object[0], new String[0]);
            host.awaitOutput("good evening");
            Object answer = client.invoke(
                    bean, "restartTask", new Object[] {"heartbeat"}, new String[] {String.class.getName()});
            assertTrue(answer.toString().startsWith("restartTask heartbeat: reloaded 2 -> 3"), answer.toString());
            ObjectName own = new ObjectName("io.reseat:type=Task,name=heartbeat");
            assertEquals(3L, client.getAttribute(own, "Generation"));
            assertTrue(client.isRegistered(new ObjectName("io.reseat:type=Plugin,name=heartbeat")));
        }
    }

    @Test
    void everyCommandReachesTheRunningHost() throws Exception {
        try (RunningDistribution host = RunningDistribution.start(home)) {
            host.awaitOutput("good morning");
            for (String command : new String[] {"status", "plan", "reload", "status --json", "plan --json"}) {
                Ended ended = host.ask(command.split(" "));
                assertEquals(0, ended.status(), command + ": " + ended.output());
            }
            for (String command : new String[] {"restart", "pause", "resume", "run-now", "stacks"}) {
                Ended ended = host.ask(command, "heartbeat");
                assertEquals(0, ended.status(), command + ": " + ended.output());
                assertEquals(1, host.ask(command, "nobody").status(), command);
            }
        }
    }

    @Test
    void applyPutsSeveralFilesInPlaceAsOneChange() throws Exception {
        Path change = Files.createDirectories(temp.resolve("change"));
        Files.writeString(
                change.resolve("heartbeat.yaml"),
                "plugin: heartbeat\nschedule: every 100ms\nconfig: { message: one }\n");
        Files.writeString(
                change.resolve("second.yaml"), "plugin: heartbeat\nschedule: every 100ms\nconfig: { message: two }\n");
        try (RunningDistribution host = RunningDistribution.start(home)) {
            host.awaitOutput("good morning");
            Ended apply = host.ask("apply", change.toString());
            assertEquals(0, apply.status(), apply.output());
            host.awaitOutput("[heartbeat] one");
            host.awaitOutput("[second] two");
        }
        assertTrue(Files.exists(change.resolve("second.yaml")), "the directory is only read");
    }

    @Test
    void aSecondHostOnTheSameHomeIsRefused() throws Exception {
        try (RunningDistribution host = RunningDistribution.start(home)) {
            Ended second = RunningDistribution.reseat(temp, "run", "--home", home.toString());
            assertEquals(1, second.status(), second.output());
            assertTrue(second.output().contains(home.toString()), second.output());
            assertTrue(host.alive());
            assertEquals(0, host.ask("status").status());
        }
    }

    @Test
    void termEndsTheHostCleanlyAndItsNumbersGoOnAfterwards() throws Exception {
        try (RunningDistribution host = RunningDistribution.start(home)) {
            host.awaitOutput("generation 1");
            assertEquals(143, host.terminate());
            assertTrue(host.output().contains("stopped"), host.output());
            assertFalse(Files.exists(home.resolve("data/host.json")));
            assertEquals(1, host.ask("status").status());
        }
        try (RunningDistribution again = RunningDistribution.start(home)) {
            again.awaitOutput("good morning");
            assertFalse(again.output().contains("generation 1 "), "a number was given twice: " + again.output());
        }
    }

    @Test
    void aKilledHostLeavesAHomeThatRunsAgain() throws Exception {
        try (RunningDistribution host = RunningDistribution.start(home)) {
            host.awaitOutput("good morning");
            host.kill();
            Ended status = host.ask("status");
            assertEquals(1, status.status());
            assertTrue(status.output().startsWith("reseat status: no host runs on " + home), status.output());
        }
        try (RunningDistribution again = RunningDistribution.start(home)) {
            again.awaitOutput("good morning");
        }
    }

    private static JMXConnector connect(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }

    /** Renames another version of the sample's JAR over the one that runs. */
    private void replaceJar(String version) throws IOException {
        Path jar;
        try (Stream<Path> plugins = Files.list(home.resolve("plugins"))) {
            jar = plugins.findFirst().orElseThrow();
        }
        Path draft = temp.resolve("draft.jar");
        try (JarFile old = new JarFile(jar.toFile())) {
            Manifest manifest = new Manifest(old.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Plugin-Version"), version);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(draft), manifest)) {
                for (JarEntry entry : old.stream()
                        .filter(e -> !e.getName().equals(JarFile.MANIFEST_NAME))
                        .toList()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream in = old.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                }
            }
        }
        Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
