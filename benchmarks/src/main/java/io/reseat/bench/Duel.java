package io.reseat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The same change made to the bare loop and to Reseat in turn, so that noise of the machine meets both alike.
 *
 * @param bare its times from the rename to the first cycle
 * @param reseat likewise
 */
record Duel(Distribution bare, Distribution reseat) {
    /** Prepares the next change of a home. */
    interface Changes {
        Change next(Home home) throws IOException;
    }

    static Duel fight(Lab lab, Subject bare, Subject reseat, Changes changes, int warmUp, int runs) throws IOException {
        if (warmUp > 0) {
            repeat(lab, bare, reseat, changes, warmUp);
        }
        return repeat(lab, bare, reseat, changes, runs);
    }

    private static Duel repeat(Lab lab, Subject bare, Subject reseat, Changes changes, int runs) throws IOException {
        List<Long> bareNanos = new ArrayList<>();
        List<Long> reseatNanos = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            bareNanos.add(once(lab, bare, changes));
            reseatNanos.add(once(lab, reseat, changes));
        }
        return new Duel(new Distribution(bareNanos), new Distribution(reseatNanos));
    }

    private static long once(Lab lab, Subject subject, Changes changes) throws IOException {
        Change change = changes.next(subject.home());
        lab.breathe();
        return subject.apply(change);
    }
}
