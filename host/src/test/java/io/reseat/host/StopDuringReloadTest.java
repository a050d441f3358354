package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reseat.host.CounterHome.Pair;
import io.reseat.host.management.Management;
import io.reseat.host.store.Past;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host that is stopped in a step of a reload, and started again: what runs is an old or a new generation whole, with the
 * count that was saved last, and the history has no hole. {@link Trail} fails where a count is lost or doubled.
 */
class StopDuringReloadTest {
    private static final Duration LONG = Duration.ofSeconds(60); // a loaded machine

    @TempDir
    Path temp;

    private CounterHome home;
    private Trail trail;
    private Host host;
    private Past before = Past.NOTHING;

    @BeforeEach
    void startOne() throws Exception {
        home = new CounterHome(temp);
        Files.writeString(temp.resolve("conf/reseat.yaml"), "logging: { level: debug, console: false }\ndrain: 1s\n");
        trail = new Trail(home);
        start();
        await().atMost(LONG).until(() -> CounterHome.proved(home.past()).contains(1L) && trail.count() > 0);
    }

    @AfterEach
    void stop() {
        host.close();
        await().atMost(LONG)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("counter@")));
    }

    /** The step waits in the generation with this message, until the host has begun to stop; m1 follows m0. */
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"create, m1", "check, m1", "save, m0", "restore, m1", "close, m0", "start, m1", "run, m1", "ran, m1"})
    void aHostStoppedInAStepOfAReloadGoesOnWithTheNewContent(String step, String message) throws Exception {
        home.hold(step, message);
        home.config("m1");
        stopIn(step, message, true);
        start();
        awaitRuns(home.now());
        check();
    }

    /** The same with a step that does not end: the host gives it up, and what comes next goes on from what was saved. */
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"create, m1", "start, m1"})
    void aHostStoppedInAStepThatHangsEndsAndGoesOn(String step, String message) throws Exception {
        home.hold(step, message);
        home.config("m1");
        stopIn(step, message, false);
        home.config("m2");
        start();
        awaitRuns(home.now());
        check();
        home.letGo(step, message);
    }

    @Test
    void aHostStoppedWhileACycleIsDrainedGoesOnWithTheNewContent() throws Exception {
        home.hold("ran", "m0");
        await().atMost(LONG).until(() -> home.held("ran", "m0"));
        home.config("m1");
        await().atMost(LONG)
                .until(() -> host.control()
                        .task(CounterHome.TASK)
                        .orElseThrow()
                        .state()
                        .name()
                        .equals("RELOADING"));
        stopIn("ran", "m0", true);
        start();
        awaitRuns(home.now());
        check();
    }

    @Test
    void aHostStoppedOnProbationWatchesItAgain() throws Exception {
        home.hold("ran", "m1");
        home.config("m1");
        home.code("c1");
        stopIn("ran", "m1", true);
        start();
        awaitRuns(home.now());
        await().atMost(LONG).until(() -> home.past().good().stream().anyMatch(entry -> entry.generation() > 2));
        check();
    }

    /** In the first cycle, which then fails; and while what failed is closed. */
    @ParameterizedTest
    @ValueSource(strings = {"run", "close"})
    void aHostStoppedWhileItGoesBackGoesBackAgain(String step) throws Exception {
        home.hold(step, "m1");
        home.failing("m1");
        stopIn(step, "m1", true);
        start();
        awaitRuns(new Pair("c0", "m0"));
        check();
        host.close();
        start();
        awaitRuns(new Pair("c0", "m0"));
        check();
    }

    private void start() throws Exception {
        host = Host.start(temp, "test");
        host.started().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void stopIn(String step, String message, boolean letGo) throws Exception {
        await().atMost(LONG).until(() -> home.held(step, message));
        before = home.past();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(host::close);
        if (letGo) {
            await().atMost(LONG).until(this::stopping);
            home.letGo(step, message);
        }
        stopped.get(120, TimeUnit.SECONDS);
        trail.count(); // all that the host did is followed; from here on another one continues it
        trail.stopped();
    }

    private boolean stopping() throws Exception {
        return !ManagementFactory.getPlatformMBeanServer().isRegistered(Management.HOST)
                || ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(Management.HOST, "State")
                        .equals("STOPPING");
    }

    private void awaitRuns(Pair pair) throws Exception {
        await().atMost(LONG).until(() -> trail.last().equals(Optional.of(pair)));
        long count = trail.count();
        await().atMost(LONG).until(() -> trail.count() > count);
    }

    private void check() throws Exception {
        String log = Files.readString(temp.resolve("logs/reseat.log"));
        await().atMost(LONG).untilAsserted(() -> home.checkHistory(before, log));
        home.checkLeftovers();
        Past now = home.past();
        assertEquals(
                now.generations().size(),
                now.entries().stream().filter(entry -> entry.built()).count(),
                "an entry for each generation");
    }
}
