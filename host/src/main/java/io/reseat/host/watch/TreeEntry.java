package io.reseat.host.watch;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a tree knows of one name. Owned by the tree's thread. */
final class TreeEntry<T> {
    private static final long FIRST_RETRY = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_RETRY = TimeUnit.SECONDS.toNanos(5);
    static final long NEVER = Long.MAX_VALUE;
    static final long NO_DOUBT = Long.MIN_VALUE;

    final String name;
    /** At the last look; null if it was gone. */
    @Nullable
    FileStat seen;
    /** What was seen when {@link #taking} was taken. */
    @Nullable
    FileStat taken;

    @Nullable
    Taking<T> taking;
    /** Taken so soon after its last change that a further one until this {@code nanoTime} may not show. */
    long doubtUntil = NO_DOUBT;

    boolean gone;
    /** When to look again, in {@code nanoTime}. */
    long due = NEVER;

    private long retry;

    TreeEntry(String name) {
        this.name = name;
    }

    /** Grows until the file changes. */
    long nextRetry() {
        retry = retry == 0 ? FIRST_RETRY : Math.min(2 * retry, LONGEST_RETRY);
        return retry;
    }

    void changed() {
        retry = 0;
    }

    /** Whether this is a folder in its quiet time: it is not walked anew for each file that comes into it. */
    boolean isBeingFilled() {
        return due != NEVER && seen != null && seen.directory() && seen.size() > 0;
    }
}
