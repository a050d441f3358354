package io.reseat.host.reconcile;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells members of plugins that come and go. A plugin is there while it has a file that was taken, or a task runs on it:
 * its file may be gone, and a last known good generation runs from the store. Owner thread only.
 */
final class PluginNews {
    private final PluginShelf shelf;
    private final Foundation.Members members;
    private final StoreSweep sweep;
    private final Function<TaskName, Optional<TaskStatus>> tasks;
    private final Map<TaskName, PluginId> running = new HashMap<>();
    private final Map<PluginId, Integer> users = new HashMap<>();
    private final Set<PluginId> known = new HashSet<>();

    PluginNews(
            PluginShelf shelf,
            Foundation.Members members,
            StoreSweep sweep,
            Function<TaskName, Optional<TaskStatus>> tasks) {
        this.shelf = shelf;
        this.members = members;
        this.sweep = sweep;
        this.tasks = tasks;
    }

    /** Something was seen on the shelf. */
    void tell(boolean changed) {
        Set<PluginId> now = new HashSet<>(shelf.catalog().artifacts().keySet());
        now.addAll(users.keySet());
        Set<PluginId> added = new HashSet<>(now);
        added.removeAll(known);
        Set<PluginId> removed = new HashSet<>(known);
        removed.removeAll(now);
        tell(added, removed);
        if (changed) {
            sweep.later();
        }
    }

    /** Something happened to a task, which may run on another plugin now, or on none. */
    void heard(HostEvent event) {
        PluginId before = running.get(event.task());
        PluginId now = runsOn(event.task());
        if (now == null ? before != null : !now.equals(before)) {
            running.compute(event.task(), (task, plugin) -> now);
            used(now);
            unused(before);
        }
    }

    private @Nullable PluginId runsOn(TaskName task) {
        return tasks.apply(task)
                .filter(status -> status.generation() > 0)
                .flatMap(TaskStatus::artifact)
                .map(Artifact::id)
                .orElse(null);
    }

    private void used(@Nullable PluginId plugin) {
        if (plugin != null && users.merge(plugin, 1, Integer::sum) == 1 && !known.contains(plugin)) {
            tell(Set.of(plugin), Set.of());
        }
    }

    private void unused(@Nullable PluginId plugin) {
        if (plugin != null
                && users.computeIfPresent(plugin, (id, count) -> count == 1 ? null : count - 1) == null
                && !shelf.catalog().artifacts().containsKey(plugin)) {
            tell(Set.of(), Set.of(plugin));
        }
    }

    private void tell(Set<PluginId> added, Set<PluginId> removed) {
        known.removeAll(removed);
        known.addAll(added);
        members.plugins(added, removed);
    }
}
