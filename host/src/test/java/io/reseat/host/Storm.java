package io.reseat.host;

import io.reseat.host.store.Past;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Changes of all kinds that come without end, and hosts that are killed in them, one after another on one home. */
final class Storm {
    private final int seed;
    private final CounterHome home;
    private final CrashedHosts hosts;

    Storm(Path folder, int seed) throws IOException {
        this.seed = seed;
        this.home = new CounterHome(Files.createDirectories(folder));
        this.hosts = new CrashedHosts(home, new Trail(home));
    }

    void killAll(int kills) throws Exception {
        CrashedHosts.Left left = new CrashedHosts.Left(Past.NOTHING, "");
        for (int kill = 0; kill < kills; kill++) {
            try {
                left = rageAndKill(new Random(1_000L * seed + kill), kill, left);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("kill " + kill + ": " + e.getMessage(), e);
            }
        }
        hosts.goesOn(left);
    }

    /** Kills one host in four while it starts, the others after they have gone on. */
    private CrashedHosts.Left rageAndKill(Random random, int kill, CrashedHosts.Left before) throws Exception {
        boolean early = kill > 0 && random.nextInt(4) == 0;
        try (RunningDistribution host = kill == 0 ? CrashIT.proved(home) : RunningDistribution.launch(home.root())) {
            if (!early && kill > 0) {
                hosts.awaitGoneOn(host);
                hosts.check(before);
            }
            rage(random, kill, Duration.ofMillis(random.nextInt(early ? 2_000 : 700)));
            CrashedHosts.Left left = hosts.kill(host);
            return early ? new CrashedHosts.Left(before.past(), before.output() + left.output()) : left;
        }
    }

    private void rage(Random random, int kill, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
            change(random, kill + "." + i);
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
}
