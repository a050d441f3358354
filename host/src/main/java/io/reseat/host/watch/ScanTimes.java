package io.reseat.host.watch;

import java.util.concurrent.TimeUnit;

/** When a tree is looked at wholly: at its interval, behind events, and again after a failure. Owned by the tree's thread. */
final class ScanTimes {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_RETRY = 5 * SECOND;
    /** A whole look behind events may cost a hundredth of a core on average, one after an overflow a tenth. */
    private static final int REST = 100;

    private static final int URGENT_REST = 10;

    private long next = System.nanoTime();
    private long last = next;
    private long lastCost;
    private long retry;

    /** When the next one is due, in {@code nanoTime}. */
    long next() {
        return next;
    }

    boolean due() {
        return next - System.nanoTime() <= 0;
    }

    /** An event was lost, or says nothing about where to look. */
    void soon() {
        noLaterThan(last + URGENT_REST * lastCost);
    }

    /** Events were followed to where they pointed; a whole look finds what they did not tell. */
    void behindEvents() {
        long rested = last + Math.max(SECOND, REST * lastCost);
        noLaterThan(Math.max(System.nanoTime() + SECOND, rested));
    }

    /** A look that began then has ended well. */
    void ended(long began, long interval) {
        retry = 0;
        over(began);
        next = last + interval;
    }

    /** A look that began then could not list the tree. */
    void failed(long began, long interval) {
        retry = Math.min(LONGEST_RETRY, Math.max(SECOND, 2 * retry));
        over(began);
        next = last + Math.min(interval, retry);
    }

    /** The host itself failed. */
    void broke() {
        next = System.nanoTime() + LONGEST_RETRY;
    }

    private void over(long began) {
        last = System.nanoTime();
        lastCost = last - began;
    }

    private void noLaterThan(long time) {
        if (time - next < 0) {
            next = time;
        }
    }
}
