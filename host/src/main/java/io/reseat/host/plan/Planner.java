package io.reseat.host.plan;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.ConfigDiff;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.Problem;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.SwapKind;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            return orLastGood(
                    actual, broken.problems(), new Action.Refuse(broken.problems(), firstOf(broken) + goesOn(actual)));
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
            Action wait = new Action.Wait(missing(spec.plugin(), catalog) + goesOn(actual));
            return orLastGood(actual, List.of(), wait);
        }
        String note = gone ? "; the file of " + artifact.get().label() + " is gone, it runs from the store" : "";
        return withArtifact(spec, artifact.get(), actual, catalog, force, note);
    }

    private static Action withArtifact(
            TaskSpec spec, Artifact artifact, Actual actual, Catalog catalog, boolean force, String note) {
        BuildKey key = BuildKey.of(spec, artifact);
        Optional<Actual.Built> open = actual.built().filter(built -> actual.open());
        if (open.isPresent() && open.get().key().equals(key) && staysOfItsKind(open.get(), spec)) {
            List<String> live = liveChanges(open.get().spec(), spec);
            return live.isEmpty()
                    ? new Action.Keep(spec, "unchanged" + note)
                    : new Action.Apply(spec, String.join(", ", live) + " changed" + note);
        }
        String unsettled = catalog.unsettled().get(artifact.id());
        if (unsettled != null) {
            return new Action.Wait(unsettled + goesOn(actual));
        }
        String reason = reason(open, spec, artifact) + note;
        String failed = actual.held().get(key);
        if (failed != null && !force) {
            Action hold = new Action.Hold(reason + ", but just this " + failed + goesOn(actual)
                    + "; change the file, or: reseat reload " + spec.name() + " --force");
            return orLastGood(actual, List.of(), hold);
        }
        Action.Way way = way(open, spec, artifact, actual);
        String swap = ExpectedSwap.of(way, spec, artifact, actual);
        return new Action.Build(spec, artifact, way, reason, swap, changes(open, spec, artifact, actual));
    }

    /** What cannot be done where nothing runs gives way to the last good generation. */
    private static Action orLastGood(Actual actual, List<Problem> problems, Action otherwise) {
        Optional<Actual.LastGood> good =
                actual.open() ? Optional.empty() : actual.lastGood().get();
        return good.<Action>map(one -> new Action.RunLastGood(
                        one,
                        problems,
                        otherwise.reason() + "; generation " + one.generation() + ", the last good one, runs again"))
                .orElse(otherwise);
    }

    private static Action.Way way(Optional<Actual.Built> open, TaskSpec spec, Artifact artifact, Actual actual) {
        if (open.isEmpty()) {
            return Action.Way.FIRST;
        }
        if (spec.schedule() instanceof Schedule.Once) {
            return Action.Way
                    .REPLACE; // each config has its own run, and what runs may be done before the new one is there
        }
        boolean configAlone =
                BuildKey.of(spec, artifact).differsInConfigAlone(open.get().key());
        if (configAlone
                && staysOfItsKind(open.get(), spec)
                && actual.live().filter(Actual.Live::reconfigurable).isPresent()) {
            return Action.Way.IN_PLACE;
        }
        boolean overlap = spec.reload().swap() == SwapKind.OVERLAP
                && actual.live().filter(Actual.Live::overlaps).isPresent();
        return overlap ? Action.Way.OVERLAP : Action.Way.REPLACE;
    }

    /** A service does not end by itself, so that it cannot become cycles as it runs, nor cycles a service. */
    static boolean staysOfItsKind(Actual.Built running, TaskSpec next) {
        return running.spec().schedule() instanceof Schedule.Service == next.schedule() instanceof Schedule.Service;
    }

    /** Which keys are secret is known of the plugin that runs alone. */
    private static List<String> changes(Optional<Actual.Built> open, TaskSpec spec, Artifact artifact, Actual actual) {
        if (open.isEmpty()) {
            return List.of();
        }
        ConfigNode.Mapping before = open.get().spec().config();
        boolean samePlugin = open.get().artifact().digest().equals(artifact.digest());
        List<String> changes = new ArrayList<>(
                samePlugin && actual.live().isPresent()
                        ? ConfigDiff.of(
                                before, spec.config(), actual.live().get().secretKeys())
                        : ConfigDiff.ofKeys(before, spec.config()));
        digests(open.get().artifact(), artifact).ifPresent(changes::add);
        return changes;
    }

    /** {@code beat 1.0.0 (3f2a1c…) → 1.1.0 (9bc0de…)}; the reason says it of one version that was built twice. */
    private static Optional<String> digests(Artifact before, Artifact after) {
        boolean sameId = before.id().equals(after.id());
        if (sameId && before.version().compareTo(after.version()) == 0) {
            return Optional.empty();
        }
        return Optional.of(
                before.id() + " " + withDigest(before) + " → " + (sameId ? "" : after.id() + " ") + withDigest(after));
    }

    private static String withDigest(Artifact artifact) {
        return artifact.version() + " (" + artifact.digest().brief() + ")";
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
        if (!staysOfItsKind(open.get(), spec)) {
            changes.add(spec.schedule() instanceof Schedule.Service ? "it becomes a service" : "it is no service now");
        }
        if (before.isolation() != spec.isolation()) {
            changes.add("isolation changed to " + (spec.isolation() == Isolation.TASK ? "task" : "plugin"));
        }
        changes.addAll(runnerChanges(before, spec));
        return String.join(", ", changes);
    }

    private static List<String> runnerChanges(TaskSpec before, TaskSpec after) {
        if (before.runner() != after.runner()) {
            return List.of("runner changed from " + word(before.runner()) + " to " + word(after.runner()));
        }
        boolean same = after.runner() != RunnerKind.PROCESS
                || before.process().digest().equals(after.process().digest());
        return same ? List.of() : List.of("process changed");
    }

    private static String word(RunnerKind runner) {
        return runner.name().toLowerCase(Locale.ROOT);
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
        note(changed, "process", before.process().equals(after.process()));
        note(changed, "on-stuck", before.onStuck() == after.onStuck());
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
