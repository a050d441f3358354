package io.reseat.host;

import static io.reseat.host.CrashIT.awaitAlive;

import io.reseat.host.store.Past;
import java.io.IOException;

/** Kills hosts on a home, and looks at what the next one makes of what they left. */
final class CrashedHosts {
    /** What a killed host left: the history on its disk, and what it had printed. */
    record Left(Past past, String output) {}

    private final CounterHome home;
    private final Trail trail;

    CrashedHosts(CounterHome home, Trail trail) {
        this.home = home;
        this.trail = trail;
    }

    Left kill(RunningDistribution host) throws Exception {
        host.kill();
        String output = host.output();
        host.forgetOutput();
        trail.killed();
        return new Left(home.past(), output);
    }

    /** One more host runs on what was left. */
    void goesOn(Left left) throws Exception {
        try (RunningDistribution host = RunningDistribution.launch(home.root())) {
            awaitGoneOn(host);
            check(left);
            long before = trail.count();
            awaitAlive(host, () -> trail.count() > before);
        }
    }

    /** It runs what the files hold, or, where that cannot run, what ran before. */
    void awaitGoneOn(RunningDistribution host) {
        awaitAlive(
                host,
                () -> trail.last()
                        .filter(pair -> !home.good() || pair.equals(home.now()))
                        .isPresent());
    }

    void check(Left left) throws IOException {
        home.checkHistory(left.past(), left.output());
        home.checkLeftovers();
    }
}
