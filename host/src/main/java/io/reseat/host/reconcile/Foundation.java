package io.reseat.host.reconcile;

import io.reseat.host.config.HostSettings;
import io.reseat.host.config.TaskFiles;
import io.reseat.host.isolation.RealmWatch;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.TaskName;
import io.reseat.host.store.ArtifactStore;
import io.reseat.host.store.DataDirectory;
import io.reseat.host.store.GenerationNumbers;
import io.reseat.host.store.History;
import io.reseat.host.store.TaskMemory;
import io.reseat.host.watch.Watcher;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a reconciler stands on. Made and closed by whoever wires the host.
 *
 * @param version of the host
 * @param home its directory
 * @param live what {@code conf/reseat.yaml} says
 * @param data folders below {@code data/}
 * @param artifacts staged plugins
 * @param memory what is kept of tasks
 * @param history the past of each task
 * @param numbers of generations
 * @param realms watches class loaders that were let go
 * @param watcher of directories
 * @param parsers makes a parser of task files, one for each thread that parses
 * @param members told of tasks and plugins that come and go
 */
public record Foundation(
        String version,
        Path home,
        LiveSettings live,
        DataDirectory data,
        ArtifactStore artifacts,
        TaskMemory memory,
        History history,
        GenerationNumbers numbers,
        RealmWatch realms,
        Watcher watcher,
        Supplier<TaskFiles> parsers,
        Members members) {
    /** The settings in force. */
    HostSettings settings() {
        return live.now();
    }

    /** Hears of tasks and plugins that come and go, on the owner thread, before the first event of one; must be quick. */
    public interface Members {
        /** Tasks. */
        void tasks(Set<TaskName> added, Set<TaskName> removed);

        /** Plugins. */
        void plugins(Set<PluginId> added, Set<PluginId> removed);
    }
}
