package io.reseat.host.isolation;

import java.time.Duration;

/**
 * When the next collection may be requested: after the last of a series of retirements, and the more rarely the longer one
 * takes. Guarded by the {@link RealmWatch} that owns it; all moments are as {@link System#nanoTime} gives them.
 */
final class CollectionPace {
    /** A full collection stops the world: at most a thousandth of the time goes to those that are requested. */
    private static final int APART = 1000;

    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration LATEST = Duration.ofSeconds(30);
    private static final Duration MOST_APART = Duration.ofMinutes(10);

    private final long quiet;
    private final long latest;
    private final long mostApart;
    private boolean unserved;
    private long firstUnserved;
    private long lastRetired;
    private boolean requested;
    private long requestEnded;
    private long apart;

    /** As on a host. */
    CollectionPace() {
        this(QUIET, LATEST, MOST_APART);
    }

    /**
     * One that a test can wait for.
     *
     * @param quiet how long nothing must have been retired
     * @param latest how long after the first retirement a request is made, though more follow
     * @param mostApart how far apart two requests are at most, however long one takes
     */
    CollectionPace(Duration quiet, Duration latest, Duration mostApart) {
        this.quiet = quiet.toNanos();
        this.latest = latest.toNanos();
        this.mostApart = mostApart.toNanos();
    }

    /** A loader may be collected from now on. */
    void retired(long now) {
        if (!unserved) {
            unserved = true;
            firstUnserved = now;
        }
        lastRetired = now;
    }

    /** How long it is from now until a request is due, in nanoseconds; 0 or less where it is due. */
    long untilDue(long now) {
        long calm = lastRetired + quiet - now;
        long wanted = unserved ? Math.min(calm, firstUnserved + latest - now) : calm;
        return requested ? Math.max(wanted, requestEnded + apart - now) : wanted;
    }

    /** What is retired from now on is not served by the request that begins. */
    void begins() {
        unserved = false;
    }

    /** A request is over. */
    void ended(long began, long now) {
        requested = true;
        requestEnded = now;
        apart = Math.max(quiet, Math.min(mostApart, APART * (now - began)));
    }
}
