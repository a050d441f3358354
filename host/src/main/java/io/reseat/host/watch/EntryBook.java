package io.reseat.host.watch;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each entry of a tree whether it changed, is quiet, and is taken. Owned by the tree's thread.
 *
 * <pre>
 *              changed               quiet, or renamed          Taken, Refused
 *   as taken ──────────▶ pending ────────────────────▶ taking ────────────────▶ as taken
 *      │                  ▲  ▲                           │
 *      │ gone             │  └───────────────────────────┘ NotYet, changed meanwhile
 *      ▼        back      │
 *   pending (gone) ───────┘
 *      └──────────▶ removed, after the deletion grace
 * </pre>
 */
final class EntryBook<T> {
    private static final Logger LOG = LoggerFactory.getLogger(EntryBook.class);

    private static final String CHANGING = "it is still changing";
    private static final String EMPTY = "it is empty";
    private static final String GONE = "it is gone, and counts as deleted if it stays away";

    private final TreeSource source;
    private final TreeRules rules;
    private final Taker<T> taker;
    private final long grace;
    private final Map<String, TreeEntry<T>> all = new HashMap<>();
    private final PriorityQueue<Due> dues = new PriorityQueue<>();
    private final Map<String, String> pending = new TreeMap<>();
    private SortedEntries<Taking<T>> entries = SortedEntries.empty();
    private Set<String> changed = new HashSet<>();
    private boolean pendingChanged;
    private boolean doubts;
    private boolean whole;
    private boolean first = true;

    private record Due(long at, String name) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.signum(at - other.at);
        }
    }

    EntryBook(TreeSource source, TreeRules rules, Taker<T> taker, Duration grace) {
        this.source = source;
        this.rules = rules;
        this.taker = taker;
        this.grace = grace.toNanos();
    }

    /** Names whose entry changed since the last call of this. */
    Set<String> takeChanged() {
        Set<String> taken = changed;
        changed = new HashSet<>();
        pendingChanged = false;
        return Collections.unmodifiableSet(taken);
    }

    /** Whether entries or pending names changed since the last {@link #takeChanged}. */
    boolean dirty() {
        return pendingChanged || !changed.isEmpty();
    }

    /** Whether an entry should be looked at again though nothing rings, since the last call of this. */
    boolean takeDoubts() {
        boolean taken = doubts;
        doubts = false;
        return taken;
    }

    Map<String, Taking<T>> entries() {
        return entries;
    }

    /** A copy. */
    Map<String, String> pending() {
        return pending.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(pending));
    }

    /** Looks at everything; between some files, others may be looked at that are more urgent. */
    void lookAtAll(Runnable urgent) throws IOException {
        Collection<String> names = source.names();
        whole = true;
        try {
            int looked = 0;
            for (String name : names) {
                look(name, 0);
                if (++looked % 64 == 0) {
                    urgent.run();
                }
            }
            Set<String> present = new HashSet<>(names);
            List<String> missing =
                    all.keySet().stream().filter(n -> !present.contains(n)).toList();
            for (String name : missing) {
                look(name, 0);
            }
            first = false;
        } finally {
            whole = false;
        }
    }

    /** Looks at one entry after some {@link Inbox} acts. */
    void look(String name, int acts) throws TreeSource.NoTreeException {
        TreeEntry<T> entry = all.get(name);
        if (entry != null && entry.seen != null && entry.seen.directory() && acts == Inbox.MODIFIED && isDue(entry)) {
            // A folder that is being filled is not walked for each file.
            arm(entry, System.nanoTime() + rules.quiet().toNanos());
            return;
        }
        try {
            FileStat stat = source.stat(name);
            if (stat != null) {
                seen(entry == null ? open(name) : entry, stat, acts);
            } else if (entry != null) {
                gone(entry);
            }
        } catch (TreeSource.NoTreeException e) {
            throw e;
        } catch (IOException e) {
            unreadable(entry == null ? open(name) : entry, e);
        }
    }

    /** When {@link #lookAtDue} should be called next, in {@code nanoTime}. */
    long nextDue() {
        Due next = dues.peek();
        return next == null ? TreeEntry.NEVER : next.at;
    }

    /** Looks at the entries whose quiet time, grace or delay is over. */
    void lookAtDue() throws TreeSource.NoTreeException {
        long now = System.nanoTime();
        for (Due due = dues.peek(); due != null && due.at - now <= 0; due = dues.peek()) {
            dues.poll();
            TreeEntry<T> entry = all.get(due.name);
            if (entry != null && entry.due == due.at) {
                entry.due = TreeEntry.NEVER;
                due(entry);
            }
        }
    }

    /** The tree cannot be looked at: nothing counts as gone, and all that is pending is looked at afresh later. */
    void lost() {
        for (String name : List.copyOf(pending.keySet())) {
            TreeEntry<T> entry = all.get(name);
            if (entry == null || entry.taking == null) {
                all.remove(name);
            } else {
                entry.gone = false;
                entry.seen = null;
                entry.due = TreeEntry.NEVER;
            }
            settle(name);
        }
    }

    private void due(TreeEntry<T> entry) throws TreeSource.NoTreeException {
        try {
            FileStat stat = source.stat(entry.name);
            if (stat == null && entry.gone) {
                remove(entry);
            } else if (stat == null) {
                gone(entry);
            } else if (stat.equals(entry.seen)) {
                take(entry, stat);
            } else {
                seen(entry, stat, 0);
            }
        } catch (TreeSource.NoTreeException e) {
            throw e;
        } catch (IOException e) {
            unreadable(entry, e);
        }
    }

    private void seen(TreeEntry<T> entry, FileStat stat, int acts) throws IOException {
        FileStat before = entry.seen;
        entry.gone = false;
        entry.seen = stat;
        if (stat.equals(entry.taken)) {
            asTaken(entry, stat, acts);
        } else if (!stat.equals(before) || (acts & Inbox.MODIFIED) != 0) {
            changed(entry, before, stat, acts);
        }
    }

    private void changed(TreeEntry<T> entry, @Nullable FileStat before, FileStat stat, int acts) throws IOException {
        entry.changed();
        if (stat.size() == 0 && rules.emptyIsPending()) {
            pend(entry, EMPTY, TreeEntry.NEVER);
        } else if (renamed(before, stat, acts) || (first && settled(stat))) {
            take(entry, stat);
        } else {
            pend(entry, CHANGING, System.nanoTime() + rules.quiet().toNanos());
        }
    }

    /**
     * Whether the last act on a file was a rename, so that nobody writes to it any more. A rename sets the inode's time
     * alone; within one tick of the write before it both times are equal, and then a name that was taken over without
     * having gone says it.
     */
    private static boolean renamed(@Nullable FileStat before, FileStat stat, int acts) {
        boolean newInode = before == null || before.inode() != stat.inode();
        if (stat.inode() == FileStat.UNKNOWN || !newInode || (acts & Inbox.MODIFIED) != 0) {
            return false;
        }
        boolean takenOver = before != null && (acts & (Inbox.CREATED | Inbox.DELETED)) == Inbox.CREATED;
        return stat.changed() > stat.modified() || takenOver || (acts & Inbox.RENAMED) != 0;
    }

    /** At the first look nobody waits for files that were left alone for long. */
    private boolean settled(FileStat stat) {
        long age = wallNanos() - Math.max(stat.changed(), stat.modified());
        return stat.changed() != FileStat.UNKNOWN && age > rules.quiet().toNanos();
    }

    private void asTaken(TreeEntry<T> entry, FileStat stat, int acts) {
        entry.due = TreeEntry.NEVER;
        settle(entry.name);
        boolean blind = stat.changed() == FileStat.UNKNOWN && (acts & Inbox.MODIFIED) != 0;
        boolean doubtful = entry.doubtUntil != TreeEntry.NO_DOUBT;
        boolean over = System.nanoTime() - entry.doubtUntil >= 0;
        doubts |= doubtful && !over;
        if (blind || (doubtful && (acts != 0 || (whole && over)))) {
            verify(entry, stat, over);
        }
    }

    private void verify(TreeEntry<T> entry, FileStat stat, boolean over) {
        if (!sameBytes(entry, stat)) {
            entry.taken = null;
            pend(entry, CHANGING, System.nanoTime() + rules.quiet().toNanos());
        } else if (over) {
            entry.doubtUntil = TreeEntry.NO_DOUBT;
        }
    }

    private boolean sameBytes(TreeEntry<T> entry, FileStat stat) {
        if (stat.directory()) {
            return false;
        }
        MessageDigest sha = Digest.sha256();
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = source.file(entry.name, stat).open()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
        } catch (IOException e) {
            return false;
        }
        Digest now = Digest.ofRaw(sha.digest());
        return (entry.taking instanceof Taking.Taken<T> t && t.digest().equals(now))
                || (entry.taking instanceof Taking.Refused<T> r
                        && r.contentDigest().equals(now));
    }

    private void gone(TreeEntry<T> entry) {
        if (entry.taking == null) {
            all.remove(entry.name);
            settle(entry.name);
        } else if (!entry.gone) {
            entry.gone = true;
            entry.seen = null;
            entry.changed();
            pend(entry, GONE, System.nanoTime() + grace);
        }
    }

    private void remove(TreeEntry<T> entry) {
        all.remove(entry.name);
        settle(entry.name);
        entries = entries.without(entry.name);
        changed.add(entry.name);
    }

    private void unreadable(TreeEntry<T> entry, IOException e) {
        entry.seen = null;
        entry.gone = false;
        pend(entry, "it cannot be looked at: " + e.getMessage(), System.nanoTime() + entry.nextRetry());
    }

    private void take(TreeEntry<T> entry, FileStat before) throws IOException {
        long began = System.nanoTime();
        long doubt = source.doubt(before, wallNanos());
        Taking<T> result = ask(entry, before);
        FileStat after = source.stat(entry.name);
        if (after == null) {
            gone(entry);
        } else if (!after.equals(before)) {
            entry.seen = after;
            long wait = renamed(before, after, 0) ? 0 : rules.quiet().toNanos();
            pend(entry, CHANGING, System.nanoTime() + wait);
        } else if (result instanceof Taking.NotYet<T> notYet) {
            pend(entry, notYet.reason(), System.nanoTime() + entry.nextRetry());
        } else {
            entry.doubtUntil = doubt == 0 ? TreeEntry.NO_DOUBT : began + doubt;
            keep(entry, before, result);
        }
    }

    private Taking<T> ask(TreeEntry<T> entry, FileStat stat) {
        TreeFile file = source.file(entry.name, stat);
        try {
            return taker.take(file);
        } catch (IOException e) {
            return new Taking.NotYet<>("it cannot be read: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("Taking {} failed and is tried again", file.shown(), e);
            return new Taking.NotYet<>("taking it failed: " + e);
        }
    }

    private void keep(TreeEntry<T> entry, FileStat stat, Taking<T> result) {
        entry.taken = stat;
        entry.due = TreeEntry.NEVER;
        doubts |= entry.doubtUntil != TreeEntry.NO_DOUBT;
        settle(entry.name);
        if (!same(entry.taking, result)) {
            entry.taking = result;
            entries = entries.with(entry.name, result);
            changed.add(entry.name);
        }
    }

    private static <T> boolean same(@Nullable Taking<T> before, Taking<T> now) {
        if (before instanceof Taking.Taken<T> a && now instanceof Taking.Taken<T> b) {
            return a.digest().equals(b.digest());
        }
        return before instanceof Taking.Refused<T> && now instanceof Taking.Refused<T> && before.equals(now);
    }

    private TreeEntry<T> open(String name) {
        return all.computeIfAbsent(name, TreeEntry::new);
    }

    private static boolean isDue(TreeEntry<?> entry) {
        return entry.due != TreeEntry.NEVER;
    }

    private void pend(TreeEntry<T> entry, String reason, long due) {
        pendingChanged |= !reason.equals(pending.put(entry.name, reason));
        arm(entry, due);
    }

    private void arm(TreeEntry<T> entry, long due) {
        entry.due = due;
        if (due != TreeEntry.NEVER) {
            dues.add(new Due(due, entry.name));
        }
    }

    private void settle(String name) {
        pendingChanged |= pending.remove(name) != null;
    }

    private static long wallNanos() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }
}
