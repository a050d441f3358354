package io.reseat.host.watch;

import io.reseat.host.model.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each entry of a tree whether it changed, is quiet, and is taken. Owned by the tree's thread.
 *
 * <pre>
 *              changed               quiet, or renamed          Taken, Refused
 *   as taken ──────────▶ pending ────────────────────▶ taking ────────────────▶ as taken
 *      │                  ▲  ▲                           │
 *      │ gone             │  └───────────────────────────┘ NotYet, Unusable, changed meanwhile
 *      ▼        back      │
 *   pending (gone) ───────┘
 *      └──────────▶ removed, after the deletion grace
 * </pre>
 */
final class EntryBook<T> {
    private final TreeSource source;
    private final TreeRules rules;
    private final EntryTaking<T> taking;
    private final long quiet;
    private final long grace;
    private final Map<String, TreeEntry<T>> all = new HashMap<>();
    private final PendingEntries pending = new PendingEntries();
    private final TakenEntries<T> taken = new TakenEntries<>();
    private boolean whole;
    private boolean first = true;

    EntryBook(TreeSource source, TreeRules rules, Taker<T> taker, Duration grace) {
        this.source = source;
        this.rules = rules;
        this.quiet = rules.quiet().toNanos();
        this.taking = new EntryTaking<>(source, taker, quiet, pending, taken);
        this.grace = grace.toNanos();
    }

    /** Names whose entry changed since the last call of this. */
    Set<String> takeChanged() {
        pending.forgetChange();
        return taken.takeChanged();
    }

    /** Whether entries or pending names changed since the last {@link #takeChanged}. */
    boolean dirty() {
        return pending.changed() || taken.changed();
    }

    /** Whether an entry should be looked at again though nothing rings, since the last call of this. */
    boolean takeDoubts() {
        return taking.takeDoubts();
    }

    Map<String, Taking<T>> entries() {
        return taken.all();
    }

    /** A copy. */
    Map<String, String> pending() {
        return pending.reasons();
    }

    /** A copy. */
    Map<String, Problem> unusable() {
        return pending.unusable(source::shown);
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
        if (entry != null && acts == Inbox.MODIFIED && entry.isBeingFilled()) {
            pending.arm(entry, System.nanoTime() + quiet);
            return;
        }
        ask(name, stat -> {
            if (stat == null) {
                missing(name, entry);
            } else {
                seen(open(name), stat, acts);
            }
        });
    }

    private void ask(String name, Look look) throws TreeSource.NoTreeException {
        try {
            look.at(source.stat(name));
        } catch (TreeSource.NoTreeException e) {
            throw e;
        } catch (IOException e) {
            unreadable(open(name), e);
        }
    }

    /** What follows from an entry's stat. */
    private interface Look {
        void at(@Nullable FileStat stat) throws IOException;
    }

    /** When {@link #lookAtDue} should be called next, in {@code nanoTime}. */
    long nextDue() {
        return pending.nextDue();
    }

    /** Looks at the entries whose quiet time, grace or delay is over. */
    void lookAtDue() throws TreeSource.NoTreeException {
        long now = System.nanoTime();
        for (PendingEntries.Due due = pending.pollDue(now); due != null; due = pending.pollDue(now)) {
            TreeEntry<T> entry = all.get(due.name());
            if (entry != null && entry.due == due.at()) {
                entry.due = TreeEntry.NEVER;
                due(entry);
            }
        }
    }

    /** The tree cannot be looked at: nothing counts as gone, and all that is pending is looked at afresh later. */
    void lost() {
        for (String name : pending.names()) {
            TreeEntry<T> entry = all.get(name);
            if (entry == null || entry.taking == null) {
                all.remove(name);
            } else {
                entry.gone = false;
                entry.seen = null;
                entry.due = TreeEntry.NEVER;
            }
            pending.remove(name);
        }
    }

    private void due(TreeEntry<T> entry) throws TreeSource.NoTreeException {
        ask(entry.name, stat -> {
            if (stat == null && entry.gone) {
                remove(entry);
            } else if (stat == null) {
                missing(entry.name, entry);
            } else if (stat.equals(entry.seen)) {
                quiet(entry, stat);
            } else {
                seen(entry, stat, 0);
            }
        });
    }

    private void seen(TreeEntry<T> entry, FileStat stat, int acts) throws IOException {
        FileStat before = entry.seen;
        entry.gone = false;
        entry.seen = stat;
        if (stat.equals(entry.taken)) {
            entry.seen = entry.taken; // one value for both, of each of thousands
            asTaken(entry, stat, acts);
        } else if (!stat.equals(before) || (acts & Inbox.MODIFIED) != 0) {
            entry.changed();
            changed(entry, before, stat, acts);
        }
    }

    private void changed(TreeEntry<T> entry, @Nullable FileStat before, FileStat stat, int acts) throws IOException {
        if (first && LastAct.isOld(stat, rules.quiet())) {
            quiet(entry, stat); // when a host starts nobody waits for files that were left alone for long
        } else if (isEmpty(stat)) {
            pending.put(entry, Pending.emptied(), System.nanoTime() + quiet);
        } else if (LastAct.wasRename(before, stat, acts)) {
            take(entry, stat);
        } else {
            pending.put(entry, Pending.CHANGING, System.nanoTime() + quiet);
        }
    }

    /** Nobody seems to write to it. */
    private void quiet(TreeEntry<T> entry, FileStat stat) throws IOException {
        if (isEmpty(stat)) {
            pending.put(entry, Pending.empty(stat), TreeEntry.NEVER);
        } else {
            take(entry, stat);
        }
    }

    private boolean isEmpty(FileStat stat) {
        return stat.size() == 0 && rules.emptyIsPending();
    }

    private void asTaken(TreeEntry<T> entry, FileStat stat, int acts) {
        entry.due = TreeEntry.NEVER;
        pending.remove(entry.name);
        taking.confirm(entry, stat, acts, whole);
    }

    /** There is no entry of this name, or no longer; something else of this name may lie there. */
    private void missing(String name, @Nullable TreeEntry<T> entry) throws IOException {
        if (entry != null && entry.taking != null) {
            gone(entry);
            return;
        }
        String obstacle = source.obstacle(name);
        if (obstacle != null) {
            pending.put(open(name), Pending.unusable(obstacle), TreeEntry.NEVER);
        } else if (entry != null) {
            all.remove(name);
            pending.remove(name);
        }
    }

    private void gone(TreeEntry<T> entry) {
        if (!entry.gone) {
            entry.gone = true;
            entry.seen = null;
            entry.changed();
            pending.put(entry, Pending.gone(Duration.ofNanos(grace)), System.nanoTime() + grace);
        }
    }

    private void remove(TreeEntry<T> entry) throws IOException {
        all.remove(entry.name);
        pending.remove(entry.name);
        taken.remove(entry.name);
        missing(entry.name, null);
    }

    private void unreadable(TreeEntry<T> entry, IOException e) {
        entry.seen = null;
        entry.gone = false;
        Pending why = Pending.unusable("it cannot be looked at: " + IoText.of(e));
        pending.put(entry, why, System.nanoTime() + entry.nextRetry());
    }

    private void take(TreeEntry<T> entry, FileStat stat) throws IOException {
        if (!taking.take(entry, stat)) {
            missing(entry.name, entry);
        }
    }

    private TreeEntry<T> open(String name) {
        return all.computeIfAbsent(name, TreeEntry::new);
    }
}
