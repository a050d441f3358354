package io.reseat.host.reconcile;

import io.reseat.host.model.PluginId;
import java.util.HashSet;
import java.util.Set;

/** Tells members of plugins that come and go. Owner thread only. */
final class PluginNews {
    private final PluginShelf shelf;
    private final Foundation.Members members;
    private final StoreSweep sweep;
    private final Set<PluginId> known = new HashSet<>();

    PluginNews(PluginShelf shelf, Foundation.Members members, StoreSweep sweep) {
        this.shelf = shelf;
        this.members = members;
        this.sweep = sweep;
    }

    /** Something was seen on the shelf. */
    void tell(boolean changed) {
        Set<PluginId> now = shelf.catalog().artifacts().keySet();
        Set<PluginId> added = new HashSet<>(now);
        added.removeAll(known);
        Set<PluginId> removed = new HashSet<>(known);
        removed.removeAll(now);
        known.removeAll(removed);
        known.addAll(added);
        members.plugins(added, removed);
        if (changed) {
            sweep.later();
        }
    }
}
