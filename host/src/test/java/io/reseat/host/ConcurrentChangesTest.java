package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changes that come while another one is being taken: the newest wins, and none is lost. */
class ConcurrentChangesTest {
    @RegisterExtension
    final TestHome home = TestHome.withTask(actorFile("every 20ms", "message: a"));

    @Test
    void aChangeDuringABuildTakesThePlaceOfThatBuild() throws Exception {
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, create: gate"));
        await().until(() -> home.happened("b#2 create"));
        home.task("one", actorFile("every 20ms", "message: c"));
        await().until(() -> home.happened("c#3 run"));
        home.gate.countDown();
        await().until(() -> home.happened("b#2 close"));
        assertFalse(home.happened("b#2 start"));
        await().untilAsserted(() -> assertEquals(3, home.task("one").generation()));
        await().untilAsserted(() -> assertEquals(1, home.reloads()));
    }

    @Test
    void goingBackDuringABuildLeavesWhatRunsAlone() throws Exception {
        home.start();
        home.task("one", actorFile("every 20ms", "message: b, create: gate"));
        await().until(() -> home.happened("b#2 create"));
        home.task("one", actorFile("every 20ms", "message: a"));
        home.reload("one");
        home.gate.countDown();
        await().until(() -> home.happened("b#2 close"));
        assertFalse(home.happened("a#1 close"));
        await().untilAsserted(() -> assertEquals(1, home.task("one").generation()));
    }

    @Test
    void changesDuringASwapFollowItAndTheNewestWins() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, close: gate"));
        home.start();
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("a#1 close"));
        home.task("one", actorFile("every 20ms", "message: c"));
        awaitLook();
        home.task("one", actorFile("every 20ms", "message: d"));
        awaitLook();
        home.gate.countDown();
        await().until(() -> home.events.stream().anyMatch(event -> event.matches("d#\\d+ run")));
        assertFalse(home.events.stream().anyMatch(event -> event.matches("c#\\d+ start")), home.events::toString);
    }

    /** A look that was put off must not bring back the plugins of the moment when it was asked for. */
    @Test
    void aJarThatComesDuringASwapIsNotUndoneByAnOlderLook() throws Exception {
        home.task("one", actorFile("every 20ms", "message: a, close: gate"));
        home.start();
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("a#1 close"));
        home.task("one", actorFile("every 20ms", "message: c"));
        awaitLook();
        home.plugin("actor.jar", actor("1.1.0"));
        await().until(() ->
                home.status().plugins().get(0).present().get(0).version().text().equals("1.1.0"));
        home.gate.countDown();
        await().until(() ->
                home.task("one").artifact().orElseThrow().version().text().equals("1.1.0"));
        home.reload("one");
        await().untilAsserted(() -> assertEquals(
                "1.1.0", home.task("one").artifact().orElseThrow().version().text()));
        await().untilAsserted(() -> assertEquals(
                2, home.reloads(), () -> home.control().lastReports(9).toString()));
    }

    @Test
    void aJarThatIsWrittenSlowlyAndItsConfigAreOneReload() throws Exception {
        home.start();
        byte[] jar = actor("1.1.0").toBytes();
        Path file = home.root.resolve("plugins/actor.jar");
        Files.write(file, Arrays.copyOf(jar, jar.length / 2));
        // written in place, it has its quiet time, in which the JAR is seen: a rename could be seen first
        Files.writeString(home.root.resolve("conf/tasks/one.yaml"), actorFile("every 20ms", "message: b"));
        await().until(() -> home.task("one").detail().contains("is still being written"));
        Files.write(file, Arrays.copyOfRange(jar, jar.length / 2, jar.length), StandardOpenOption.APPEND);
        await().until(() -> home.happened("b#2 run"));
        await().untilAsserted(() -> assertEquals(
                "1.1.0", home.task("one").artifact().orElseThrow().version().text()));
        await().untilAsserted(() -> assertEquals(1, home.reloads()));
    }

    /** Staging a large JAR takes longer than reading a config that is renamed in behind it. */
    @Test
    void aLargeJarAndAConfigThatComesRightBehindItAreOneReload() throws Exception {
        home.start();
        byte[] filling = new byte[30_000_000];
        new Random(1).nextBytes(filling);
        home.plugin("actor.jar", actor("1.1.0").resource("filling", filling));
        home.task("one", actorFile("every 20ms", "message: b"));
        await().until(() -> home.happened("b#2 run"));
        await().untilAsserted(() -> assertEquals(
                "1.1.0", home.task("one").artifact().orElseThrow().version().text()));
        await().untilAsserted(() -> assertEquals(1, home.reloads()));
    }

    @Test
    void aConfigThatIsStillBeingWrittenAndAJarBehindItAreOneReload() throws Exception {
        home.settings("quiet: { config: 1s }\n");
        home.start();
        Files.writeString(home.root.resolve("conf/tasks/one.yaml"), actorFile("every 20ms", "message: b"));
        home.plugin("actor.jar", actor("1.1.0"));
        await().until(() -> home.happened("b#2 run"));
        await().untilAsserted(() -> assertEquals(
                "1.1.0", home.task("one").artifact().orElseThrow().version().text()));
        await().untilAsserted(() -> assertEquals(1, home.reloads()));
    }

    @Test
    void aRenamedJarAndItsConfigThatAreBothThereBeforeALookAreOneReload() throws Exception {
        Path change = Files.createDirectories(home.root.resolve("change"));
        home.start();
        actor("1.1.0").writeTo(change.resolve("actor.jar"));
        Files.writeString(change.resolve("one.yaml"), actorFile("every 20ms", "message: b"));
        TestHome.done(home.control().apply(change, TestHome.TEST));
        await().untilAsserted(() -> assertEquals(
                "1.1.0", home.task("one").artifact().orElseThrow().version().text()));
        await().untilAsserted(() -> assertEquals(2, home.task("one").generation()));
        await().untilAsserted(() -> assertEquals(1, home.reloads()));
    }

    /** A plan looks at all files first. */
    private void awaitLook() throws Exception {
        TestHome.done(home.control().plan());
    }
}
