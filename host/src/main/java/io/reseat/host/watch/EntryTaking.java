package io.reseat.host.watch;

import java.io.IOException;

/**
 * Takes entries of a tree that are quiet, and reads once more what was taken so soon after its last change that a further
 * one may not show in its times. Owned by the tree's thread.
 */
final class EntryTaking<T> {
    private final TreeSource source;
    private final Reading<T> reading;
    private final long quiet;
    private final PendingEntries pending;
    private final TakenEntries<T> taken;
    private boolean doubts;

    /** @param quiet in nanoseconds */
    EntryTaking(TreeSource source, Taker<T> taker, long quiet, PendingEntries pending, TakenEntries<T> taken) {
        this.source = source;
        this.reading = new Reading<>(source, taker);
        this.quiet = quiet;
        this.pending = pending;
        this.taken = taken;
    }

    /** Whether an entry should be looked at again though nothing rings, since the last call of this. */
    boolean takeDoubts() {
        boolean had = doubts;
        doubts = false;
        return had;
    }

    /**
     * Takes it, or lets it wait for a reason.
     *
     * @param before as it was seen last
     * @return false if it is gone by now
     */
    boolean take(TreeEntry<T> entry, FileStat before) throws IOException {
        long began = System.nanoTime();
        long doubt = source.doubt(before, LastAct.wallNanos());
        Taking<T> result = reading.take(entry.name, before);
        FileStat after = source.stat(entry.name);
        if (after == null) {
            return false;
        } else if (!after.equals(before)) {
            changedMeanwhile(entry, before, after);
        } else if (result instanceof Taking.NotYet<T> notYet) {
            pending.put(entry, Pending.settling(notYet.reason()), System.nanoTime() + entry.nextRetry());
        } else if (result instanceof Taking.Unusable<T> unusable) {
            pending.put(entry, Pending.unusable(unusable.reason()), System.nanoTime() + entry.nextRetry());
        } else {
            entry.doubtUntil = doubt == 0 ? TreeEntry.NO_DOUBT : began + doubt;
            keep(entry, before, result);
        }
        return true;
    }

    private void changedMeanwhile(TreeEntry<T> entry, FileStat before, FileStat after) {
        entry.seen = after;
        long wait = LastAct.wasRename(before, after, 0) ? 0 : quiet;
        pending.put(entry, Pending.CHANGING, System.nanoTime() + wait);
    }

    private void keep(TreeEntry<T> entry, FileStat stat, Taking<T> result) {
        entry.seen = stat;
        entry.taken = stat;
        entry.due = TreeEntry.NEVER;
        doubts |= entry.doubtUntil != TreeEntry.NO_DOUBT;
        pending.remove(entry.name);
        taken.put(entry, result);
    }

    /**
     * Reads it once more where its stat, which is that of what was taken, does not say enough.
     *
     * @param acts of {@link Inbox} that led here
     * @param whole whether this is a look at the whole tree
     */
    void confirm(TreeEntry<T> entry, FileStat stat, int acts, boolean whole) {
        boolean blind = stat.changed() == FileStat.UNKNOWN && (acts & Inbox.MODIFIED) != 0;
        boolean doubtful = entry.doubtUntil != TreeEntry.NO_DOUBT;
        boolean over = System.nanoTime() - entry.doubtUntil >= 0;
        doubts |= doubtful && !over;
        if (blind || (doubtful && (acts != 0 || (whole && over)))) {
            verify(entry, stat, over);
        }
    }

    private void verify(TreeEntry<T> entry, FileStat stat, boolean over) {
        if (!reading.same(entry.taking, entry.name, stat)) {
            entry.taken = null;
            pending.put(entry, Pending.CHANGING, System.nanoTime() + quiet);
        } else if (over) {
            entry.doubtUntil = TreeEntry.NO_DOUBT;
        }
    }
}
