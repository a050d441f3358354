package io.reseat.host.reconcile;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Place;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.Problem;
import io.reseat.host.plan.Catalog;
import io.reseat.host.store.ArtifactStore;
import io.reseat.host.watch.Taking;
import io.reseat.host.watch.TreeSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The plugins' tree as a catalog, with what was refused. Confined to the owner thread. */
final class PluginShelf {
    /** A file that is written to for longer than this holds back nothing any more: its writer may be dead. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /**
     * A file that cannot be used.
     *
     * @param plugin the id of what it held before, else the one that its name speaks of
     */
    record RefusedFile(String plugin, Problem problem) {}

    private final Map<String, Artifact> artifacts = new TreeMap<>();
    private final Map<String, RefusedFile> refused = new TreeMap<>();
    private final Map<String, Instant> pendingSince = new HashMap<>();
    private final Map<String, String> gone = new HashMap<>();
    private Catalog catalog = Catalog.EMPTY;

    Catalog catalog() {
        return catalog;
    }

    /** Takes a snapshot; the plugins that changed, or are no longer or newly unsettled, each with its file. */
    Map<PluginId, String> take(TreeSnapshot<Artifact> now, Set<String> changed, Instant when) {
        Map<PluginId, String> touched = new HashMap<>();
        for (String name : changed) {
            String plugin = pluginOf(name);
            forget(name, touched);
            Taking<Artifact> entry = now.entries().get(name);
            if (entry instanceof Taking.Taken<Artifact> taken) {
                artifacts.put(name, taken.value());
                touched.put(taken.value().id(), taken.value().source());
            } else if (entry instanceof Taking.Refused<Artifact> bad) {
                refused.put(name, new RefusedFile(plugin, bad.problem()));
            }
        }
        pendingSince.keySet().retainAll(now.pending().keySet());
        now.pending().keySet().forEach(name -> pendingSince.putIfAbsent(name, when));
        gone.clear();
        now.pending().keySet().stream().filter(now::gone).forEach(name -> gone.put(name, reasonOf(name, now)));
        Set<PluginId> before = catalog.unsettled().keySet();
        catalog = Catalog.of(artifacts.values(), unsettled(when));
        before.forEach(id -> touched.putIfAbsent(id, "plugin " + id));
        catalog.unsettled().keySet().forEach(id -> touched.putIfAbsent(id, "plugin " + id));
        return touched;
    }

    /** Stops waiting for files that are written to for too long; the plugins that this concerns. */
    Map<PluginId, String> losePatience(Instant when) {
        Set<PluginId> before = catalog.unsettled().keySet();
        catalog = Catalog.of(artifacts.values(), unsettled(when));
        Map<PluginId, String> touched = new HashMap<>();
        before.stream()
                .filter(id -> !catalog.unsettled().containsKey(id))
                .forEach(id -> touched.put(id, "plugin " + id));
        return touched;
    }

    /** Refused files, and files that stand in each other's way. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        refused.values().forEach(file -> problems.add(file.problem()));
        catalog.artifacts().values().forEach(versions -> addTwins(versions, problems));
        return problems;
    }

    /** Files that cannot be used, by their names. */
    List<RefusedFile> refused() {
        return List.copyOf(refused.values());
    }

    private String pluginOf(String name) {
        Artifact held = artifacts.get(name);
        RefusedFile refusedBefore = refused.get(name);
        if (held != null) {
            return held.id().value();
        }
        return refusedBefore != null ? refusedBefore.plugin() : ArtifactStore.idInName(name);
    }

    /** The names of the files that hold these plugins. */
    Set<String> files(Set<PluginId> plugins) {
        Set<String> all = new HashSet<>();
        artifacts.forEach((name, artifact) -> {
            if (plugins.contains(artifact.id())) {
                all.add(name);
            }
        });
        return all;
    }

    private void forget(String name, Map<PluginId, String> touched) {
        refused.remove(name);
        Artifact before = artifacts.remove(name);
        if (before != null) {
            touched.put(before.id(), before.source());
        }
    }

    private static String reasonOf(String name, TreeSnapshot<Artifact> now) {
        return Objects.requireNonNullElse(now.pending().get(name), "");
    }

    private Map<PluginId, String> unsettled(Instant when) {
        Map<PluginId, String> why = new HashMap<>();
        pendingSince.forEach((name, since) -> {
            Artifact known = artifacts.get(name);
            if (known != null && since.plus(PATIENCE).isAfter(when)) {
                why.put(known.id(), why(name, known));
            }
        });
        return why;
    }

    private String why(String name, Artifact known) {
        String reason = gone.get(name);
        return reason == null
                ? "a file of plugin " + known.id() + " is still being written"
                : known.source() + ": " + reason;
    }

    private static void addTwins(List<Artifact> versions, List<Problem> problems) {
        for (int i = 1; i < versions.size(); i++) {
            Artifact better = versions.get(i - 1);
            Artifact other = versions.get(i);
            if (better.version().compareTo(other.version()) == 0
                    && !better.digest().equals(other.digest())) {
                problems.add(new Problem(
                        Place.of(other.source()),
                        "has the same id and version as " + better.source() + " (" + better.label()
                                + "), but other content; remove one of them or give it another Plugin-Version"));
            }
        }
    }
}
