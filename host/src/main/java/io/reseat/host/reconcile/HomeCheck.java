package io.reseat.host.reconcile;

import io.reseat.host.config.HostSettings;
import io.reseat.host.config.TaskFiles;
import io.reseat.host.isolation.LoaderRealm;
import io.reseat.host.isolation.RealmWatch;
import io.reseat.host.lifecycle.ConfigFit;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Place;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Planner;
import io.reseat.host.store.ArtifactStore;
import io.reseat.host.store.KeptData;
import io.reseat.host.store.Trust;
import io.reseat.host.watch.TreeRules;
import io.reseat.host.watch.TreeSnapshot;
import io.reseat.host.watch.WatchSettings;
import io.reseat.host.watch.WatchedTree;
import io.reseat.host.watch.Watcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks a home that may not be running: its task files, its plugins, and that each task's config fits its plugin's
 * record; and says what a host that starts would make of it, compared with what its history says. No task is created, and
 * nothing below the home is written: plugins are staged in a folder of the caller's.
 */
public final class HomeCheck {
    private final Path home;
    private final HostSettings settings;
    private final TaskFiles parser;
    private final Path scratch;
    private final WantedTasks wanted;
    private final PluginShelf shelf = new PluginShelf();
    private final List<Problem> unread = new ArrayList<>();
    private final KeptData kept;

    /**
     * @param home absolute
     * @param settings of the home
     * @param parser of task files, used by this check alone
     * @param scratch an empty folder that the caller deletes afterwards
     */
    public HomeCheck(Path home, HostSettings settings, TaskFiles parser, Path scratch) {
        this.home = home;
        this.settings = settings;
        this.parser = parser;
        this.scratch = scratch;
        this.wanted = new WantedTasks(parser);
        this.kept = new KeptData(home, Trust.of(settings.trust()), unread::add);
    }

    /**
     * What was found.
     *
     * @param tasks by name
     * @param problems of files that are no task's
     */
    public record Findings(List<Checked> tasks, List<Problem> problems) {
        public Findings {
            tasks = List.copyOf(tasks);
            problems = List.copyOf(problems);
        }

        /** Whether a host would run all that is there. */
        public boolean ok() {
            return problems.isEmpty() && tasks.stream().noneMatch(Checked::wrong);
        }
    }

    /**
     * One task.
     *
     * @param action what a host would do first; START where all is well
     * @param problems all that is wrong in its file, as far as it has places
     */
    public record Checked(PlannedAction action, List<Problem> problems) {
        private static final Set<PlannedAction.Kind> WRONG = EnumSet.of(
                PlannedAction.Kind.REFUSE,
                PlannedAction.Kind.WAIT,
                PlannedAction.Kind.HOLD,
                PlannedAction.Kind.RUN_LAST_GOOD);

        public Checked {
            problems = List.copyOf(problems);
        }

        /** Whether a host would not run what its files want, though it should. */
        public boolean wrong() {
            return WRONG.contains(action.kind());
        }
    }

    /** Looks once at everything. Blocks; a plugin's class initialisers may run while its config is bound. */
    public Findings run() throws IOException {
        List<Problem> problems = new ArrayList<>();
        WatchSettings watch = WatchSettings.of(home)
                .withIntervals(settings.rescan(), Duration.ZERO, settings.remoteRescan())
                .withCanary(scratch.resolve("canary"));
        watch = settings.knownHosts().map(watch::withKnownHosts).orElse(watch);
        ArtifactStore store = ArtifactStore.open(scratch.resolve("store"), Trust.of(settings.trust()));
        TreeSet<TaskName> names = new TreeSet<>();
        try (Watcher watcher = new Watcher(home, watch)) {
            TreeRules plugins = TreeRules.plugins()
                    .withQuiet(Duration.ofMillis(1))
                    .withSigned(!settings.trust().isEmpty());
            TreeSnapshot<Artifact> found = look(watcher.watch(
                    Trees.location(settings.plugins()),
                    plugins,
                    new PluginTaker(store, new StagingTimes()),
                    (now, changed) -> {}));
            shelf.take(found, found.entries().keySet(), Instant.EPOCH);
            TreeRules tasks = TreeRules.configFiles().withQuiet(Duration.ofMillis(1));
            TreeSnapshot<TaskFile> files = look(watcher.watch(
                    Trees.location(settings.tasks()), tasks, new TaskFileTaker(parser), (now, changed) -> {}));
            names.addAll(
                    wanted.take(files, files.entries().keySet(), Instant.EPOCH).keySet());
            problems.addAll(shelf.problems());
            problems.addAll(wanted.unnamed());
            addUntaken(found, settings.plugins().shown(), problems);
            addUntaken(files, settings.tasks().shown(), problems);
        }
        kept.tasks().stream()
                .filter(name -> !wanted.of(name).isPresent() && ranLast(name))
                .forEach(names::add);
        List<Checked> tasks = names.stream().map(this::checked).toList();
        problems.addAll(unread);
        return new Findings(tasks, problems);
    }

    private static <T> TreeSnapshot<T> look(WatchedTree<T> tree) {
        TreeSnapshot<T> now = tree.rescan().toCompletableFuture().join();
        for (int i = 0; i < 20 && !now.settled(); i++) {
            now = tree.rescan().toCompletableFuture().join();
        }
        return now;
    }

    private static void addUntaken(TreeSnapshot<?> now, String tree, List<Problem> problems) {
        now.trouble()
                .map(why -> new Problem(why.place(), why.message().replace(TreeSnapshot.STAYS, "")))
                .ifPresent(problems::add);
        now.pending().forEach((name, why) -> {
            Problem unusable = now.unusable().get(name);
            problems.add(unusable != null ? unusable : unfinished(tree + "/" + name, why));
        });
    }

    private static Problem unfinished(String file, String why) {
        String reason = why.startsWith(file + ": ") ? why.substring(file.length() + 2) : why;
        return new Problem(
                Place.of(file),
                reason + "; it is still being written, or was copied in part and is to be copied again");
    }

    private boolean ranLast(TaskName name) {
        return new Since(name, kept, parser).ran();
    }

    private Checked checked(TaskName name) {
        Since since = new Since(name, kept, parser);
        Action action = Planner.decide(wanted.of(name), since.stopped(), shelf.catalog(), false);
        if (!(action instanceof Action.Build build)) {
            return new Checked(since.shown(action), problemsOf(action));
        }
        try {
            return new Checked(since.shown(build, fit(build), shelf.catalog()), List.of());
        } catch (GenerationFailure e) {
            String reason = e.problems().isEmpty() ? build.spec().file() + ": " + e.text() : e.text();
            return new Checked(since.refused(reason), e.problems());
        }
    }

    private static List<Problem> problemsOf(Action action) {
        if (action instanceof Action.Refuse refuse) {
            return refuse.problems();
        }
        return action instanceof Action.RunLastGood instead ? instead.problems() : List.of();
    }

    /** Binds the config, and says what the plugin tells without a task. */
    private ConfigFit.Fit fit(Action.Build build) throws GenerationFailure {
        try (RealmWatch watch = new RealmWatch()) {
            LoaderRealm realm = LoaderRealm.open(build.artifact(), 1, scratch.resolve("realm"), watch);
            try {
                return new ConfigFit(build.spec(), realm, home).check();
            } finally {
                realm.release();
            }
        } catch (IOException e) {
            throw GenerationFailure.saying(build.artifact().label() + " cannot be opened: " + e);
        }
    }
}
