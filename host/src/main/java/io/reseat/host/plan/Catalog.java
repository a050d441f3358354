package io.reseat.host.plan;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginRef;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The plugins that lie in the watched directory, whole and checked.
 *
 * @param artifacts by plugin, highest version first; of equal versions the one whose file's name comes last first
 * @param unsettled plugins of which a file is being written to, or is gone and may come back, each with that as a sentence
 */
public record Catalog(Map<PluginId, List<Artifact>> artifacts, Map<PluginId, String> unsettled) {
    /** No plugins. */
    public static final Catalog EMPTY = new Catalog(Map.of(), Map.of());

    private static final Comparator<Artifact> BEST_FIRST = Comparator.comparing(Artifact::version)
            .thenComparing(Artifact::source)
            .reversed();

    public Catalog {
        artifacts = Map.copyOf(artifacts);
        unsettled = Map.copyOf(unsettled);
    }

    /** Sorts what was found. */
    public static Catalog of(Collection<Artifact> found, Map<PluginId, String> unsettled) {
        Map<PluginId, List<Artifact>> sorted = found.stream()
                .sorted(BEST_FIRST)
                .collect(Collectors.groupingBy(Artifact::id, TreeMap::new, Collectors.toUnmodifiableList()));
        return new Catalog(sorted, unsettled);
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
