package io.reseat.host.watch;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The entries of a tree as they were taken last, and which of them changed since that was told. Owned by its thread. */
final class TakenEntries<T> {
    private SortedEntries<Taking<T>> entries = SortedEntries.empty();
    private Set<String> changed = new HashSet<>();

    /** All by name, sorted; immutable. */
    Map<String, Taking<T>> all() {
        return entries;
    }

    void put(TreeEntry<T> entry, Taking<T> result) {
        if (!Reading.same(entry.taking, result)) {
            entry.taking = result;
            entries = entries.with(entry.name, result);
            changed.add(entry.name);
        }
    }

    void remove(String name) {
        entries = entries.without(name);
        changed.add(name);
    }

    boolean changed() {
        return !changed.isEmpty();
    }

    /** Names whose entry is new, other or gone since the last call of this. */
    Set<String> takeChanged() {
        Set<String> taken = changed;
        changed = new HashSet<>();
        return Collections.unmodifiableSet(taken);
    }
}
