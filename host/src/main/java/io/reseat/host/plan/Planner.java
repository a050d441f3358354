package io.reseat.host.plan;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Decides for one task what is to be done. Pure: it knows no clock, no file and no other task. */
public final class Planner {
    private static final int MASS = 3;

    private Planner() {}

    /**
     * Whether so many tasks vanishing in one look are held until an operator confirms: more than half of all, and at
     * least three. An unmounted folder stops nobody.
     */
    public static boolean isMassRemoval(int vanishing, int all) {
        return vanishing >= MASS && vanishing * 2 > all;
    }

    /**
     * What to do for a task.
     *
     * @param wanted what its file says; empty if the file is gone
     * @param actual what is there
     * @param catalog the plugins that there are
     * @param force builds also what is held because it failed before
     */
    public static Action decide(Optional<Wanted> wanted, Actual actual, Catalog catalog, boolean force) {
        if (wanted.isEmpty()) {
            return new Action.Remove("its file is gone");
        } else if (wanted.get() instanceof Wanted.Broken broken) {
            return new Action.Refuse(broken.problems(), firstOf(broken) + goesOn(actual));
        } else if (wanted.get() instanceof Wanted.Task task) {
            TaskSpec spec = task.spec();
            return spec.enabled() ? enabled(spec, actual, catalog, force) : new Action.Disable(spec, "enabled: false");
        }
        throw new IllegalStateException("unknown kind of wanted task: " + wanted);
    }

    private static Action enabled(TaskSpec spec, Actual actual, Catalog catalog, boolean force) {
        Optional<Artifact> running = actual.built().map(Actual.Built::artifact);
        Optional<Artifact> artifact = catalog.choose(spec.plugin(), running);
        boolean gone = artifact.isEmpty();
        if (gone) {
            artifact = running.filter(now -> actual.open() && satisfies(now, spec.plugin()));
        }
        if (artifact.isEmpty()) {
            return new Action.Wait(missing(spec.plugin(), catalog) + goesOn(actual));
        }
        String note = gone ? "; the file of " + artifact.get().label() + " is gone, it runs from the store" : "";
        return withArtifact(spec, artifact.get(), actual, catalog, force, note);
    }

    private static Action withArtifact(
            TaskSpec spec, Artifact artifact, Actual actual, Catalog catalog, boolean force, String note) {
        BuildKey key = BuildKey.of(spec, artifact);
        Optional<Actual.Built> open = actual.built().filter(built -> actual.open());
        if (open.isPresent() && open.get().key().equals(key)) {
            List<String> live = liveChanges(open.get().spec(), spec);
            return live.isEmpty()
                    ? new Action.Keep(spec, "unchanged" + note)
                    : new Action.Apply(spec, String.join(", ", live) + " changed" + note);
        }
        if (catalog.beingWritten().contains(artifact.id())) {
            return new Action.Wait("a file of plugin " + artifact.id() + " is still being written" + goesOn(actual));
        }
        String reason = reason(open, spec, artifact) + note;
        if (actual.held().contains(key) && !force) {
            return new Action.Hold(reason + ", but just this failed before" + goesOn(actual)
                    + "; change the file, or: reseat reload " + spec.name() + " --force");
        }
        return new Action.Build(spec, artifact, open.isEmpty(), reason);
    }

    private static boolean satisfies(Artifact artifact, PluginRef wanted) {
        return artifact.id().equals(wanted.id()) && wanted.admits(artifact.version());
    }

    private static String reason(Optional<Actual.Built> open, TaskSpec spec, Artifact artifact) {
        if (open.isEmpty()) {
            return "first build, from " + artifact.label();
        }
        List<String> changes = new ArrayList<>();
        pluginChange(open.get().artifact(), artifact).ifPresent(changes::add);
        TaskSpec before = open.get().spec();
        if (!before.configDigest().equals(spec.configDigest())) {
            changes.add("config changed");
        }
        if (!before.type().equals(spec.type())) {
            changes.add("type changed");
        }
        if (before.isolation() != spec.isolation()) {
            changes.add("isolation changed to " + (spec.isolation() == Isolation.TASK ? "task" : "plugin"));
        }
        return String.join(", ", changes);
    }

    private static Optional<String> pluginChange(Artifact before, Artifact after) {
        if (before.digest().equals(after.digest())) {
            return Optional.empty();
        }
        if (!before.id().equals(after.id())) {
            return Optional.of("plugin " + before.label() + " → " + after.label());
        }
        int order = after.version().compareTo(before.version());
        String versions = before.version() + " → " + after.version();
        return Optional.of(
                order == 0
                        ? "plugin " + after.label() + " rebuilt ("
                                + before.digest().brief() + " → "
                                + after.digest().brief() + ")"
                        : "plugin " + after.id() + " " + versions + (order < 0 ? ", a downgrade" : ""));
    }

    private static List<String> liveChanges(TaskSpec before, TaskSpec after) {
        List<String> changed = new ArrayList<>();
        note(changed, "schedule", before.schedule().equals(after.schedule()));
        note(changed, "missed", before.missed() == after.missed());
        note(changed, "timeout", before.timeout().equals(after.timeout()));
        note(changed, "reload", before.reload().equals(after.reload()));
        note(changed, "restart", before.restart().equals(after.restart()));
        return changed;
    }

    private static void note(List<String> changed, String what, boolean same) {
        if (!same) {
            changed.add(what);
        }
    }

    private static String missing(PluginRef wanted, Catalog catalog) {
        List<Artifact> versions = catalog.versions(wanted.id());
        if (!versions.isEmpty()) {
            return "no version of plugin " + wanted.id() + " fits " + wanted + "; there are "
                    + versions.stream()
                            .map(Artifact::version)
                            .map(Version::text)
                            .collect(Collectors.joining(", "));
        }
        String known = new TreeSet<>(catalog.artifacts().keySet())
                .stream().map(PluginId::value).collect(Collectors.joining(", "));
        return "waits for plugin " + wanted + (known.isEmpty() ? "; there are no plugins" : "; there are: " + known);
    }

    private static String firstOf(Wanted.Broken broken) {
        int more = broken.problems().size() - 1;
        return broken.problems().get(0) + (more == 0 ? "" : " (and " + more + " more)");
    }

    private static String goesOn(Actual actual) {
        return actual.open() ? "; what runs goes on" : "";
    }
}
