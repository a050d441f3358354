package io.reseat.host.reconcile;

import io.reseat.host.model.PluginId;
import io.reseat.host.model.TaskName;
import io.reseat.host.plan.Wanted;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells members of plugins that come and go, and says which tasks a change of plugins concerns. Owner thread only. */
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

    /** The tasks that use one of these plugins, each with what changed. */
    Map<TaskName, String> users(Map<PluginId, String> plugins, Map<TaskName, Seat> seats) {
        Map<TaskName, String> users = new LinkedHashMap<>();
        seats.forEach((name, seat) -> pluginOf(seat).map(plugins::get).ifPresent(cause -> users.put(name, cause)));
        return users;
    }

    private static Optional<PluginId> pluginOf(Seat seat) {
        return seat.wanted()
                .filter(Wanted.Task.class::isInstance)
                .map(task -> ((Wanted.Task) task).spec().plugin().id());
    }
}
