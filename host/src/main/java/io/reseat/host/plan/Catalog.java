package io.reseat.host.plan;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginRef;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The plugins that lie in the watched directory, whole and checked.
 *
 * @param artifacts by plugin, highest version first; of equal versions the one whose file's name comes last first
 * @param beingWritten plugins whose file is being written to right now
 */
public record Catalog(Map<PluginId, List<Artifact>> artifacts, Set<PluginId> beingWritten) {
    /** No plugins. */
    public static final Catalog EMPTY = new Catalog(Map.of(), Set.of());

    private static final Comparator<Artifact> BEST_FIRST = Comparator.comparing(Artifact::version)
            .thenComparing(Artifact::source)
            .reversed();

    public Catalog {
        artifacts = Map.copyOf(artifacts);
        beingWritten = Set.copyOf(beingWritten);
    }

    /** Sorts what was found. */
    public static Catalog of(Collection<Artifact> found, Set<PluginId> beingWritten) {
        Map<PluginId, List<Artifact>> sorted = found.stream()
                .sorted(BEST_FIRST)
                .collect(Collectors.groupingBy(Artifact::id, TreeMap::new, Collectors.toUnmodifiableList()));
        return new Catalog(sorted, beingWritten);
    }

    /** All versions of a plugin, highest first. */
    public List<Artifact> versions(PluginId id) {
        return artifacts.getOrDefault(id, List.of());
    }

    /**
     * The artifact that a task takes: the highest version that it admits; of two files with one version the one that it
     * runs on already.
     */
    Optional<Artifact> choose(PluginRef wanted, Optional<Artifact> running) {
        Optional<Artifact> best = versions(wanted.id()).stream()
                .filter(artifact -> wanted.admits(artifact.version()))
                .findFirst();
        return best.flatMap(
                found -> running.filter(now -> isEquallyGood(found, now)).or(() -> best));
    }

    private boolean isEquallyGood(Artifact best, Artifact running) {
        return best.id().equals(running.id())
                && best.version().compareTo(running.version()) == 0
                && versions(best.id()).stream().anyMatch(other -> other.digest().equals(running.digest()));
    }
}
