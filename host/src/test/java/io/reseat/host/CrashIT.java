package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.CounterHome.Pair;
import io.reseat.host.store.Past;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hosts that are killed with {@code kill -9}: at each step of a reload, and at random points of a storm of reloads, 25
 * times, 500 times with {@code -Dreseat.full=true}, or 8 times with {@code -Dreseat.brief=true}. Each next host must go on by itself.
 */
class CrashIT {
    private static final int ROUNDS =
            Boolean.getBoolean("reseat.full") ? 500 : Boolean.getBoolean("reseat.brief") ? 8 : 25;
    private static final long SEED = Long.getLong("crash.seed", 20261123);

    @TempDir
    Path temp;

    /** What a killed host left: the history on its disk, and what it had printed. */
    private record Left(Past past, String output) {}

    private CounterHome home;
    private Trail trail;

    @BeforeEach
    void makeHome() throws Exception {
        home = new CounterHome(temp);
        trail = new Trail(home);
    }

    /** The step waits in the generation with this message when the host is killed; m1 follows m0. */
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"create, m1", "save, m0", "restore, m1", "close, m0", "start, m1", "run, m1", "check, m1"})
    void aHostKilledInAStepOfAReloadGoesOnWithTheNewContent(String step, String message) throws Exception {
        Left left;
        try (RunningDistribution host = proved()) {
            home.hold(step, message);
            home.config("m1");
            home.code("c1");
            awaitAlive(host, () -> home.held(step, message));
            left = kill(host);
        }
        home.letGo(step, message);
        goesOn(left);
    }

    @Test
    void aHostKilledWhileACycleIsDrainedGoesOnWithTheNewContent() throws Exception {
        Left left;
        try (RunningDistribution host = proved()) {
            home.hold("ran", "m0");
            awaitAlive(host, () -> home.held("ran", "m0"));
            home.config("m1");
            awaitAlive(host, () -> host.output().contains("RUNNING → RELOADING"));
            left = kill(host);
        }
        home.letGo("ran", "m0");
        goesOn(left);
    }

    @Test
    void aHostKilledInTheFirstCycleOfAContentThatFailsGoesBackAgain() throws Exception {
        Left left;
        try (RunningDistribution host = proved()) {
            home.hold("run", "m1");
            home.failing("m1");
            awaitAlive(host, () -> home.held("run", "m1"));
            left = kill(host);
        }
        home.letGo("run", "m1");
        try (RunningDistribution host = RunningDistribution.launch(home.root())) {
            awaitAlive(host, () -> trail.last().equals(Optional.of(new Pair("c0", "m0"))));
            check(left);
        }
    }

    @Test
    void aHostKilledWhileItGoesBackGoesBackAgain() throws Exception {
        Left left;
        try (RunningDistribution host = proved()) {
            home.hold("close", "m1");
            home.failing("m1");
            awaitAlive(host, () -> home.held("close", "m1"));
            left = kill(host);
        }
        home.letGo("close", "m1");
        try (RunningDistribution host = RunningDistribution.launch(home.root())) {
            awaitAlive(host, () -> trail.last().equals(Optional.of(new Pair("c0", "m0"))));
            check(left);
        }
    }

    @Test
    void aHostKilledAtAnyPointOfAStormOfReloadsGoesOn() throws Exception {
        Left left = new Left(Past.NOTHING, "");
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            try {
                left = stormAndKill(new Random(seed), round, left);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("round " + round + ", seed " + seed + ": " + e.getMessage(), e);
            }
        }
        goesOn(left);
    }

    /** Kills one host in four while it starts, the others in a storm after they have gone on. */
    private Left stormAndKill(Random random, int round, Left before) throws Exception {
        boolean early = round > 0 && random.nextInt(4) == 0;
        try (RunningDistribution host = round == 0 ? proved() : RunningDistribution.launch(home.root())) {
            if (!early && round > 0) {
                awaitGoneOn(host);
                check(before);
            }
            storm(random, round, Duration.ofMillis(random.nextInt(early ? 2_000 : 700)));
            Left left = kill(host);
            return early ? new Left(before.past(), before.output() + left.output()) : left;
        }
    }

    private void storm(Random random, int round, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
            change(random, round + "." + i);
            long pause = random.nextInt(100) * 1_000_000L;
            LockSupport.parkNanos(Math.min(pause, end - System.nanoTime()));
        }
    }

    private void change(Random random, String name) throws IOException {
        switch (random.nextInt(10)) {
            case 0 -> home.failing("f" + name);
            case 1 -> home.unreadable("u" + name);
            case 2, 3, 4 -> home.code("c" + name);
            case 5, 6 -> {
                home.code("c" + name);
                home.config("m" + name);
            }
            default -> home.config("m" + name);
        }
    }

    /** A host whose first generation was proved. */
    private RunningDistribution proved() throws IOException {
        return proved(home);
    }

    /** The same for any such home. */
    static RunningDistribution proved(CounterHome home) throws IOException {
        RunningDistribution host = RunningDistribution.launch(home.root());
        awaitAlive(host, () -> CounterHome.proved(home.past()).contains(1L));
        return host;
    }

    private Left kill(RunningDistribution host) throws Exception {
        host.kill();
        String output = host.output();
        host.forgetOutput();
        trail.killed();
        return new Left(home.past(), output);
    }

    private void goesOn(Left left) throws Exception {
        try (RunningDistribution host = RunningDistribution.launch(home.root())) {
            awaitGoneOn(host);
            check(left);
            long before = trail.count();
            awaitAlive(host, () -> trail.count() > before);
        }
    }

    /** It runs what the files hold, or, where that cannot run, what ran before. */
    private void awaitGoneOn(RunningDistribution host) {
        awaitAlive(
                host,
                () -> trail.last()
                        .filter(pair -> !home.good() || pair.equals(home.now()))
                        .isPresent());
    }

    private void check(Left left) throws IOException {
        home.checkHistory(left.past(), left.output());
        home.checkLeftovers();
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
