package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.CounterHome.Pair;
import io.reseat.host.testing.SideBySide;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts that are killed with {@code kill -9}: at each step of a reload, and in storms of reloads. Each next one goes on. */
class CrashIT {
    private static final int KILLS = SideBySide.brief() ? 8 : 25; // in a row, on one home

    @TempDir
    Path temp;

    private CounterHome home;
    private Trail trail;
    private CrashedHosts hosts;

    @BeforeEach
    void makeHome() throws Exception {
        home = new CounterHome(temp);
        trail = new Trail(home);
        hosts = new CrashedHosts(home, trail);
    }

    /** The step waits in the generation with this message when the host is killed; m1 follows m0. */
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"create, m1", "save, m0", "restore, m1", "close, m0", "start, m1", "run, m1", "check, m1"})
    void aHostKilledInAStepOfAReloadGoesOnWithTheNewContent(String step, String message) throws Exception {
        CrashedHosts.Left left;
        try (RunningDistribution host = proved(home)) {
            home.hold(step, message);
            home.config("m1");
            home.code("c1");
            awaitAlive(host, () -> home.held(step, message));
            left = hosts.kill(host);
        }
        home.letGo(step, message);
        hosts.goesOn(left);
    }

    @Test
    void aHostKilledWhileACycleIsDrainedGoesOnWithTheNewContent() throws Exception {
        CrashedHosts.Left left;
        try (RunningDistribution host = proved(home)) {
            home.hold("ran", "m0");
            awaitAlive(host, () -> home.held("ran", "m0"));
            home.config("m1");
            awaitAlive(host, () -> host.output().contains("RUNNING → RELOADING"));
            left = hosts.kill(host);
        }
        home.letGo("ran", "m0");
        hosts.goesOn(left);
    }

    @Test
    void aHostKilledInTheFirstCycleOfAContentThatFailsGoesBackAgain() throws Exception {
        CrashedHosts.Left left;
        try (RunningDistribution host = proved(home)) {
            home.hold("run", "m1");
            home.failing("m1");
            awaitAlive(host, () -> home.held("run", "m1"));
            left = hosts.kill(host);
        }
        home.letGo("run", "m1");
        try (RunningDistribution host = RunningDistribution.launch(home.root())) {
            awaitAlive(host, () -> trail.last().equals(Optional.of(new Pair("c0", "m0"))));
            hosts.check(left);
        }
    }

    @Test
    void aHostKilledWhileItGoesBackGoesBackAgain() throws Exception {
        CrashedHosts.Left left;
        try (RunningDistribution host = proved(home)) {
            home.hold("close", "m1");
            home.failing("m1");
            awaitAlive(host, () -> home.held("close", "m1"));
            left = hosts.kill(host);
        }
        home.letGo("close", "m1");
        try (RunningDistribution host = RunningDistribution.launch(home.root())) {
            awaitAlive(host, () -> trail.last().equals(Optional.of(new Pair("c0", "m0"))));
            hosts.check(left);
        }
    }

    @TestFactory
    Stream<DynamicTest> hostsKilledAtAnyPointOfAStormOfReloadsGoOn() {
        int width = SideBySide.full() ? 4 : 1;
        return SideBySide.tests(
                KILLS + " kills in storms",
                SideBySide.seeds(20, IntStream.of(0)),
                width,
                seed -> new Storm(temp.resolve("storm-" + seed), seed).killAll(KILLS));
    }

    /** A host whose first generation was proved. */
    static RunningDistribution proved(CounterHome home) throws IOException {
        RunningDistribution host = RunningDistribution.launch(home.root());
        awaitAlive(host, () -> CounterHome.proved(home.past()).contains(1L));
        return host;
    }

    interface Condition {
        boolean met() throws IOException;
    }

    /** Waits as long as the host lives. */
    static void awaitAlive(RunningDistribution host, Condition condition) {
        try {
            await().atMost(RunningDistribution.LONG)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .failFast(() -> assertTrue(host.alive(), "the host has ended"))
                    .until(condition::met);
        } catch (RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + host, e);
        }
    }
}
