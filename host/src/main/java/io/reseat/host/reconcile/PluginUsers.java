package io.reseat.host.reconcile;

import io.reseat.host.model.PluginId;
import io.reseat.host.model.TaskName;
import io.reseat.host.plan.Wanted;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks name which plugin in their files, so that a new JAR finds its few tasks among ten thousand. Confined to the
 * owner thread.
 */
final class PluginUsers {
    private final Map<PluginId, Set<TaskName>> users = new HashMap<>();

    /** What is wanted of a task was this, and is that from now on. */
    void wants(TaskName task, Optional<Wanted> before, Optional<Wanted> now) {
        Optional<PluginId> plugin = pluginOf(now);
        if (!plugin.equals(pluginOf(before))) {
            pluginOf(before).ifPresent(id -> users.computeIfPresent(id, (key, tasks) -> without(task, tasks)));
            plugin.ifPresent(
                    id -> users.computeIfAbsent(id, key -> new TreeSet<>()).add(task));
        }
    }

    /** The tasks that use one of these plugins, each with what changed. */
    Map<TaskName, String> of(Map<PluginId, String> plugins) {
        Map<TaskName, String> concerned = new LinkedHashMap<>();
        plugins.forEach(
                (plugin, cause) -> users.getOrDefault(plugin, Set.of()).forEach(task -> concerned.put(task, cause)));
        return concerned;
    }

    private static @Nullable Set<TaskName> without(TaskName task, Set<TaskName> tasks) {
        tasks.remove(task);
        return tasks.isEmpty() ? null : tasks;
    }

    private static Optional<PluginId> pluginOf(Optional<Wanted> wanted) {
        return wanted.filter(Wanted.Task.class::isInstance)
                .map(task -> ((Wanted.Task) task).spec().plugin().id());
    }
}
