package io.reseat.host.lifecycle;

import io.reseat.host.model.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Counts the failures of one task and says what follows from them. Confined to the owner thread; outlives generations.
 */
public final class Backoff {
    private static final double JITTER = 0.1;

    private final Deque<Instant> recent = new ArrayDeque<>(1);
    private int inARow;
    private @Nullable Instant worksSince;

    /** A failure: what the policy says to do about it. */
    public Verdict failed(RestartPolicy policy, Instant now) {
        heal(policy, now);
        inARow++;
        if (policy.giveUp().isPresent() && tooMany(policy.giveUp().get(), now)) {
            return new Verdict.GiveUp(inARow);
        }
        Duration wait = wait(policy);
        boolean rebuild = inARow % policy.rebuildAfter() == 0;
        return rebuild ? new Verdict.Rebuild(wait) : new Verdict.Wait(wait);
    }

    /** A cycle ended well: the next failure is a first one again. Failures within a give-up window stay counted. */
    public void recovered() {
        inARow = 0;
    }

    /**
     * A service says that it works. It may die at once, so that this alone heals nothing: its next failure is a first one
     * again if it comes after a healthy time, which is twice the longest backoff.
     */
    public void works(Instant now) {
        if (worksSince == null) {
            worksSince = now;
        }
    }

    /** A change of content, a restart or a resume: nothing is held against the task any more. */
    public void forget() {
        inARow = 0;
        worksSince = null;
        recent.clear();
    }

    /** Failures since the last good cycle, or since a service was healthy. */
    public int inARow() {
        return inARow;
    }

    private void heal(RestartPolicy policy, Instant now) {
        Instant since = worksSince;
        Duration healthy =
                Duration.ofNanos(HostClock.nanosOf(policy.longestBackoff())).multipliedBy(2);
        if (since != null && !now.isBefore(since.plus(healthy))) {
            inARow = 0;
        }
        worksSince = null;
    }

    private boolean tooMany(RestartPolicy.GiveUp limit, Instant now) {
        recent.addLast(now);
        Instant from = now.minus(limit.within());
        while (!recent.isEmpty() && recent.peekFirst().isBefore(from)) {
            recent.removeFirst();
        }
        return recent.size() >= limit.failures();
    }

    /** Doubles from the first to the longest, and adds up to a tenth so that tasks that failed together spread out. */
    private Duration wait(RestartPolicy policy) {
        long first = HostClock.nanosOf(policy.firstBackoff());
        long longest = HostClock.nanosOf(policy.longestBackoff());
        int doublings = Math.min(inARow - 1, Long.SIZE - 2);
        long doubled = first <= longest >> doublings ? first << doublings : longest;
        return Duration.ofNanos(
                doubled + (long) (doubled * JITTER * ThreadLocalRandom.current().nextDouble()));
    }

    /** What follows a failure. */
    public sealed interface Verdict {
        /** How long nothing is tried; zero where nothing is tried again. */
        Duration backoff();

        /** The same instance is tried again after a wait. */
        record Wait(Duration backoff) implements Verdict {}

        /** A new generation of the same content is built after a wait. */
        record Rebuild(Duration backoff) implements Verdict {}

        /** The task ends as FAILED. */
        record GiveUp(int failuresInARow) implements Verdict {
            @Override
            public Duration backoff() {
                return Duration.ZERO;
            }
        }
    }
}
