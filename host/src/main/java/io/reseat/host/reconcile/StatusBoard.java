package io.reseat.host.reconcile;

import io.reseat.host.model.Digest;
import io.reseat.host.model.HostStatus;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.PluginStatus;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.plan.Catalog;
import io.reseat.host.watch.TreeSnapshot;
import io.reseat.host.watch.WatchHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Puts the host's status together. What is not a seat's is written by the owner thread; read by anybody. */
final class StatusBoard {
    private static final Set<TaskState> UNWELL =
            EnumSet.of(TaskState.NEW, TaskState.FAILED, TaskState.REFUSED, TaskState.BACKOFF);

    private final Foundation base;
    private final Instant startedAt;
    private final Seats seats;
    private final Journal journal;
    private final Quarantine quarantine;
    private final Backlog backlog;
    private volatile Catalog catalog = Catalog.EMPTY;
    private volatile List<PluginShelf.RefusedFile> refusedPlugins = List.of();
    private volatile List<Problem> pluginProblems = List.of();
    private volatile List<Problem> unnamed = List.of();
    private volatile List<Problem> taskTroubles = List.of();
    private volatile List<Problem> pluginTroubles = List.of();

    StatusBoard(
            Foundation base, Instant startedAt, Seats seats, Journal journal, Quarantine quarantine, Backlog backlog) {
        this.base = base;
        this.startedAt = startedAt;
        this.seats = seats;
        this.journal = journal;
        this.quarantine = quarantine;
        this.backlog = backlog;
    }

    void plugins(PluginShelf shelf, TreeSnapshot<?> now) {
        catalog = shelf.catalog();
        refusedPlugins = shelf.refused();
        pluginProblems = shelf.problems();
        pluginTroubles = troubles(now);
    }

    void tasks(TreeSnapshot<?> now) {
        taskTroubles = troubles(now);
    }

    /** A tree that cannot be listed, and files in it that wait for somebody to do something. */
    private static List<Problem> troubles(TreeSnapshot<?> now) {
        List<Problem> troubles = new ArrayList<>(now.unusable().values());
        now.trouble().ifPresent(troubles::add);
        return troubles;
    }

    void unnamed(List<Problem> problems) {
        unnamed = problems;
    }

    HostStatus status(WatchHealth watch) {
        List<TaskStatus> tasks = seats.all().values().stream().map(Seat::read).toList();
        List<Problem> problems = new ArrayList<>(base.live().problems()); // what concerns most comes first
        backlog.trouble().ifPresent(problems::add);
        problems.addAll(taskTroubles);
        problems.addAll(pluginTroubles);
        problems.addAll(unnamed);
        problems.addAll(pluginProblems);
        return new HostStatus(
                base.version(),
                base.home().toString(),
                ProcessHandle.current().pid(),
                startedAt,
                health(tasks, problems, watch),
                tasks,
                plugins(tasks),
                problems,
                journal.counters(),
                base.realms().counts(),
                quarantine.count(),
                journal.last());
    }

    private HostStatus.Health health(List<TaskStatus> tasks, List<Problem> problems, WatchHealth watch) {
        Set<String> reasons = new LinkedHashSet<>(watch.reasons()); // a tree's trouble is a problem as well
        Set<TaskName> unwell = new HashSet<>();
        for (TaskStatus task : tasks) {
            reason(task).ifPresent(why -> {
                reasons.add("task " + task.name() + " " + why);
                unwell.add(task.name());
            });
        }
        problems.forEach(problem -> reasons.add(problem.toString()));
        base.realms().carriers().starved().ifPresent(reasons::add);
        int heldRemovals = seats.heldRemovals();
        if (heldRemovals > 0) {
            reasons.add(heldRemovals + " removals are held; if they are meant: reseat reload --confirm-removals");
        }
        int leftAlone = quarantine.count();
        if (quarantine.full()) {
            reasons.add((leftAlone == 1 ? "1 generation heeds" : leftAlone + " generations heed")
                    + " no interrupt; each keeps a thread and its memory until its call ends: correct the plugin, and"
                    + " restart the host when it can be");
        }
        return new HostStatus.Health(List.copyOf(reasons), unwell);
    }

    /** Why somebody should look at a task; ends with its detail, which stands below it in a table. */
    private Optional<String> reason(TaskStatus task) {
        if (UNWELL.contains(task.state())) {
            return Optional.of("is " + task.state() + said(task));
        } else if (!task.problems().isEmpty()
                || task.lastReload().filter(last -> !last.ok()).isPresent()) {
            return Optional.of("runs on what it had" + said(task));
        }
        return task.generation() == 0 ? Optional.empty() : fileGone(task).map(gone -> gone + said(task));
    }

    private static String said(TaskStatus task) {
        return task.detail().isEmpty() ? "" : ": " + task.detail();
    }

    /** Set where no file among the plugins satisfies a task any more, so that a change of it could not be taken. */
    private Optional<String> fileGone(TaskStatus task) {
        Optional<PluginRef> wanted = task.spec().map(TaskSpec::plugin);
        boolean there = wanted.isEmpty()
                || catalog.versions(wanted.get().id()).stream()
                        .anyMatch(artifact -> wanted.get().admits(artifact.version()));
        return there
                ? Optional.empty()
                : task.artifact()
                        .map(runs -> "runs on " + runs.label() + ", but " + runs.source()
                                + " is gone: it runs from the store, as its last good generation would after a restart"
                                + " of the host; put the file back so that changes are taken");
    }

    private List<PluginStatus> plugins(List<TaskStatus> tasks) {
        Map<PluginId, Map<Digest, List<TaskName>>> users = new HashMap<>();
        for (TaskStatus task : tasks) {
            task.artifact()
                    .filter(artifact -> task.generation() > 0)
                    .ifPresent(artifact -> users.computeIfAbsent(artifact.id(), id -> new HashMap<>())
                            .computeIfAbsent(artifact.digest(), digest -> new ArrayList<>())
                            .add(task.name()));
        }
        Set<PluginId> ids = new TreeSet<>(catalog.artifacts().keySet());
        ids.addAll(users.keySet());
        return ids.stream()
                .map(id -> new PluginStatus(id, catalog.versions(id), users.getOrDefault(id, Map.of()), refused(id)))
                .toList();
    }

    private List<Problem> refused(PluginId id) {
        return refusedPlugins.stream()
                .filter(file -> file.plugin().equals(id.value()))
                .map(PluginShelf.RefusedFile::problem)
                .toList();
    }
}
