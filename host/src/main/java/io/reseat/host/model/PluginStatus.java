package io.reseat.host.model;

import java.util.List;
import java.util.Map;

/**
 * One plugin as it stood at one moment.
 *
 * @param id the plugin
 * @param present the versions in the watched directory, highest first
 * @param usedBy the tasks that run on each digest, also on ones whose file is gone
 * @param refused files that name this plugin, or would by their name, and were refused
 */
public record PluginStatus(
        PluginId id, List<Artifact> present, Map<Digest, List<TaskName>> usedBy, List<Problem> refused) {
    public PluginStatus {
        present = List.copyOf(present);
        usedBy = Map.copyOf(usedBy);
        refused = List.copyOf(refused);
    }
}
