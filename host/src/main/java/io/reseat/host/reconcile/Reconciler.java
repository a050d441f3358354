package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Builder;
import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.lifecycle.TaskServices;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.HostStatus;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.plan.Planner;
import io.reseat.host.plan.Wanted;
import io.reseat.host.watch.Location;
import io.reseat.host.watch.TreeRules;
import io.reseat.host.watch.TreeSnapshot;
import io.reseat.host.watch.WatchedTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what runs in line with what the files want. All that is decided is decided on its owner thread; trees, JMX and
 * generations hand events to it.
 *
 * <pre>
 *   tree of tasks ───┐
 *   tree of plugins ─┤ changed          ┌─ Planner: (wanted, actual) → action
 *   JMX, commands ───┼────────► owner ──┤
 *   generations ─────┘                  └─ Seat: one reload at a time for each task
 * </pre>
 */
public final class Reconciler implements Control, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");
    private static final Duration QUIET_CHECK = Duration.ofMillis(30);
    private static final int MOST_QUIET_CHECKS = 50;
    private static final Duration GATHERING = Duration.ofSeconds(1);
    private static final Duration COLLECT_AFTER = Duration.ofMinutes(2);

    private final Foundation base;
    private final Instant startedAt = Instant.now();
    private final OwnerThread owner = new OwnerThread();
    private final HostClock clock = new HostClock();
    private final ExecutorService disk = Executors.newSingleThreadExecutor(body -> {
        Thread thread = new Thread(body, "reseat-disk");
        thread.setDaemon(true);
        return thread;
    });
    private final Journal journal = new Journal();
    private final Map<TaskName, Seat> seats = new ConcurrentSkipListMap<>();
    private final WantedTasks wanted;
    private final PluginShelf shelf = new PluginShelf();
    private final Set<TaskName> dirty = new LinkedHashSet<>();
    private final Set<TaskName> leaving = new LinkedHashSet<>();
    private final Set<TaskName> heldRemovals = new HashSet<>();
    private final Set<PluginId> knownPlugins = new HashSet<>();
    private final Shop shop;
    private final StatusBoard board;

    private volatile @Nullable WatchedTree<TaskFile> taskTree;
    private volatile @Nullable WatchedTree<Artifact> pluginTree;
    private int holding;
    private boolean collecting;
    private Set<Path> watchedReferences = Set.of();

    /** Makes the owner thread; nothing is watched before {@link #start}. */
    public Reconciler(Foundation base) {
        this.base = base;
        this.wanted = new WantedTasks(base.parsers().get());
        TaskServices services = new TaskServices(
                clock,
                base.memory(),
                base.home(),
                new TaskServices.Limits(
                        base.settings().limits().build(),
                        TaskServices.Limits.DEFAULT.step(),
                        TaskServices.Limits.DEFAULT.interrupted()));
        Realms realms = new Realms(base.data().root().resolve("scratch"), base.realms());
        this.shop = new Shop(
                owner,
                disk,
                services,
                new Builder(services),
                realms,
                new Lanes(clock, owner),
                base.numbers(),
                base.data(),
                base.artifacts(),
                journal);
        this.board = new StatusBoard(base, startedAt, seats, journal);
    }

    /** Opens the trees; completes when everything that was there at first is swapped in or refused. */
    public CompletionStage<List<ReloadReport>> start() {
        Requester host = new Requester(Requester.Kind.HOST, "start");
        owner.execute(() -> holding++);
        Location plugins = location(base.settings().plugins());
        Location tasks = location(base.settings().tasks());
        TreeRules pluginRules = TreeRules.plugins()
                .withQuiet(base.settings().quiet().plugins())
                .withSigned(!base.settings().trust().isEmpty());
        TreeRules taskRules =
                TreeRules.configFiles().withQuiet(base.settings().quiet().config());
        pluginTree =
                base.watcher().watch(plugins, pluginRules, new PluginTaker(base.artifacts()), this::pluginsChanged);
        taskTree = base.watcher()
                .watch(tasks, taskRules, new TaskFileTaker(base.parsers().get()), this::tasksChanged);
        return looked().thenComposeAsync(nothing -> release(host), owner);
    }

    @Override
    public HostStatus status() {
        return board.status(base.watcher().health());
    }

    @Override
    public Optional<TaskStatus> task(TaskName name) {
        return Optional.ofNullable(seats.get(name)).map(Seat::read);
    }

    @Override
    public CompletionStage<List<ReloadReport>> reloadAll(ReloadOptions options, Requester by) {
        return afterLook(by, () -> {
            if (options.confirmRemovals()) {
                confirmRemovals();
            }
            List<CompletableFuture<ReloadReport>> looks = new ArrayList<>();
            List.copyOf(seats.values()).forEach(seat -> looks.add(look(seat, options.force(), by)));
            return all(looks);
        });
    }

    @Override
    public CompletionStage<ReloadReport> reload(TaskName name, ReloadOptions options, Requester by) {
        return afterLook(by, () -> {
            if (options.confirmRemovals() && heldRemovals.remove(name)) {
                seat(name).want(Optional.empty());
            }
            return look(seat(name), options.force(), by);
        });
    }

    @Override
    public CompletionStage<ReloadReport> restart(TaskName name, Requester by) {
        return afterLook(by, () -> seat(name).operations().restart(shelf.catalog(), by));
    }

    @Override
    public CompletionStage<ReloadReport> pause(TaskName name, Requester by) {
        return onOwner(() -> seat(name).operations().pause(by));
    }

    @Override
    public CompletionStage<ReloadReport> resume(TaskName name, Requester by) {
        return onOwner(() -> seat(name).operations().resume(shelf.catalog(), by));
    }

    @Override
    public CompletionStage<ReloadReport> runNow(TaskName name, Requester by) {
        return onOwner(() -> seat(name).operations().runNow(shelf.catalog(), by));
    }

    @Override
    public CompletionStage<String> stacks(TaskName name) {
        return onOwner(() -> CompletableFuture.completedFuture(seat(name).stacks()));
    }

    @Override
    public CompletionStage<List<PlannedAction>> plan() {
        return onOwner(() -> {
            holding++;
            return looked().thenApplyAsync(nothing -> planned(), owner)
                    .whenCompleteAsync(
                            (plan, failure) -> {
                                release(new Requester(Requester.Kind.FILE, ""));
                            },
                            owner);
        });
    }

    @Override
    public CompletionStage<List<ReloadReport>> apply(Path directory, Requester by) {
        Application application = new Application(directory, base.settings());
        return onOwner(() -> {
            holding++;
            return CompletableFuture.runAsync(application, disk)
                    .thenComposeAsync(nothing -> looked(), owner)
                    .handleAsync((nothing, failure) -> released(by, failure), owner)
                    .thenCompose(Function.identity());
        });
    }

    @Override
    public List<ReloadReport> lastReports(int most) {
        return journal.last(most);
    }

    @Override
    public void subscribe(Consumer<HostEvent> listener) {
        journal.subscribe(listener);
    }

    /** Drains and stops all tasks, each for as long as the settings allow, then ends the threads. */
    @Override
    public void close() {
        Duration drain = base.settings().drain();
        try {
            CompletableFuture<Void> stopped = onOwner(() -> {
                holding++; // nothing new is taken any more
                return CompletableFuture.allOf(seats.values().stream()
                        .map(seat -> seat.shutDown(drain))
                        .toArray(CompletableFuture[]::new));
            });
            stopped.get(drain.plusSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("not every task stopped in time: {}; the host ends all the same", e.toString());
        }
        owner.close();
        clock.close();
        endDisk();
    }

    private void endDisk() {
        disk.shutdown();
        try {
            if (!disk.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.error("data/ did not take everything within 10 s; the newest state may be missing there");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tasksChanged(TreeSnapshot<TaskFile> now, Set<String> changed) {
        owner.execute(() -> {
            board.taskTrouble(now.trouble());
            touch(wanted.take(now, changed));
            board.unnamed(wanted.unnamed());
            watchReferences();
        });
    }

    private void pluginsChanged(TreeSnapshot<Artifact> now, Set<String> changed) {
        owner.execute(() -> {
            Set<PluginId> touched = shelf.take(now, changed, Instant.now());
            board.plugins(shelf, now.trouble());
            tellPlugins();
            touchUsers(touched);
            if (!shelf.catalog().beingWritten().isEmpty()) {
                clock.after(
                        PluginShelf.PATIENCE, () -> owner.execute(() -> touchUsers(shelf.losePatience(Instant.now()))));
            }
            if (!changed.isEmpty()) {
                collectLater();
            }
        });
    }

    private void watchReferences() {
        Set<Path> references = wanted.references();
        if (!references.equals(watchedReferences)) {
            watchedReferences = references;
            base.watcher().watchFiles(references, paths -> owner.execute(() -> touch(wanted.referencesChanged(paths))));
        }
    }

    private void touchUsers(Set<PluginId> plugins) {
        Set<TaskName> users = new LinkedHashSet<>();
        seats.forEach((name, seat) -> {
            if (seat.wanted().filter(want -> uses(want, plugins)).isPresent()) {
                users.add(name);
            }
        });
        touch(users);
    }

    private static boolean uses(Wanted want, Set<PluginId> plugins) {
        return want instanceof Wanted.Task task
                && plugins.contains(task.spec().plugin().id());
    }

    /** These tasks have to be looked at, now or when nothing holds that back any more. */
    private void touch(Set<TaskName> tasks) {
        for (TaskName task : tasks) {
            boolean gone = wanted.of(task).isEmpty() && seats.containsKey(task) && !heldRemovals.contains(task);
            if (gone && holding == 0) {
                gather(task);
            } else {
                leaving.remove(task);
                dirty.add(task);
            }
        }
        if (holding == 0 && !dirty.isEmpty()) {
            lookAtDirty(Optional.empty());
        }
    }

    /** Files that go one after another are judged together, so that a mass removal is seen as one. */
    private void gather(TaskName task) {
        if (leaving.isEmpty()) {
            clock.after(
                    GATHERING,
                    () -> owner.execute(() -> {
                        dirty.addAll(leaving);
                        leaving.clear();
                        if (holding == 0 && !dirty.isEmpty()) {
                            lookAtDirty(Optional.empty());
                        }
                    }));
        }
        leaving.add(task);
    }

    private CompletableFuture<List<ReloadReport>> lookAtDirty(Optional<Requester> by) {
        List<TaskName> tasks = List.copyOf(dirty);
        dirty.clear();
        prepare(tasks);
        List<CompletableFuture<ReloadReport>> looks = new ArrayList<>();
        for (TaskName task : tasks) {
            Seat seat = seats.get(task);
            if (seat != null) {
                looks.add(
                        look(seat, false, by.orElseGet(() -> new Requester(Requester.Kind.FILE, wanted.shown(task)))));
            }
        }
        return all(looks);
    }

    /** Makes seats for new tasks, and tells each seat what is wanted of it, unless that is a mass removal. */
    private void prepare(List<TaskName> tasks) {
        Set<TaskName> vanishing = new HashSet<>(heldRemovals);
        Set<TaskName> added = new LinkedHashSet<>();
        for (TaskName task : tasks) {
            boolean gone = wanted.of(task).isEmpty();
            if (gone && seats.containsKey(task)) {
                vanishing.add(task);
            } else if (!gone) {
                vanishing.remove(task);
                heldRemovals.remove(task);
                if (!seats.containsKey(task)) {
                    added.add(task);
                }
            }
        }
        boolean hold = Planner.isMassRemoval(vanishing.size(), seats.size());
        if (hold && heldRemovals.addAll(vanishing)) {
            LOG.warn(
                    "the files of {} of {} tasks are gone: held, all run on. If that is meant: reseat reload --confirm-removals",
                    vanishing.size(),
                    seats.size());
        }
        addSeats(added);
        for (TaskName task : tasks) {
            Seat seat = seats.get(task);
            if (seat != null && !(hold && vanishing.contains(task))) {
                seat.want(wanted.of(task));
            }
        }
        board.heldRemovals(heldRemovals.size());
    }

    private void addSeats(Set<TaskName> added) {
        if (added.isEmpty()) {
            return;
        }
        try {
            base.numbers().reserve(added);
        } catch (IOException e) {
            LOG.error(
                    "data/ cannot be written ({}): new tasks cannot start; free some space or mend its permissions",
                    e.toString());
        }
        added.forEach(name -> seats.put(name, new Seat(name, shop)));
        base.members().tasks(added, Set.of());
    }

    private void confirmRemovals() {
        heldRemovals.forEach(name -> seat(name).want(Optional.empty()));
        heldRemovals.clear();
        board.heldRemovals(0);
    }

    private CompletableFuture<ReloadReport> look(Seat seat, boolean force, Requester by) {
        if (heldRemovals.contains(seat.name())) {
            return CompletableFuture.completedFuture(seat.heldRemoval(by));
        }
        CompletableFuture<ReloadReport> look = seat.look(shelf.catalog(), force, by);
        look.whenCompleteAsync((report, failure) -> removeIfVacant(seat), owner);
        return look;
    }

    private void removeIfVacant(Seat seat) {
        if (seat.vacant() && seats.remove(seat.name(), seat)) {
            base.members().tasks(Set.of(), Set.of(seat.name()));
        }
    }

    private List<PlannedAction> planned() {
        Set<TaskName> names = new TreeSet<>(seats.keySet());
        names.addAll(dirty);
        List<PlannedAction> plan = new ArrayList<>();
        for (TaskName name : names) {
            Seat seat = seats.get(name);
            plan.add((seat == null ? new Seat(name, shop) : seat)
                    .wouldDo(wanted.of(name), shelf.catalog())
                    .shown(name));
        }
        return plan;
    }

    private Seat seat(TaskName name) {
        Seat seat = seats.get(name);
        if (seat == null) {
            throw new UnknownTaskException(name.value(), seats.keySet());
        }
        return seat;
    }

    /** Looks at both trees, takes what changed, then goes on. */
    private <T> CompletableFuture<T> afterLook(Requester by, Supplier<CompletableFuture<T>> then) {
        return onOwner(() -> {
            holding++;
            return looked().handleAsync(
                            (nothing, failure) -> {
                                CompletableFuture<List<ReloadReport>> released = release(by);
                                return failure == null
                                        ? then.get()
                                        : released.<T>thenCompose(reports -> CompletableFuture.failedFuture(failure));
                            },
                            owner)
                    .thenCompose(Function.identity());
        });
    }

    private CompletableFuture<List<ReloadReport>> released(Requester by, @Nullable Throwable failure) {
        CompletableFuture<List<ReloadReport>> reports = release(by);
        return failure == null ? reports : CompletableFuture.failedFuture(failure);
    }

    private CompletableFuture<List<ReloadReport>> release(Requester by) {
        holding--;
        return holding == 0 ? lookAtDirty(Optional.of(by)) : CompletableFuture.completedFuture(List.of());
    }

    /** A whole look at both trees that waits, for a moment, for files that are still in their quiet time. */
    private CompletableFuture<Void> looked() {
        return looked(MOST_QUIET_CHECKS);
    }

    private CompletableFuture<Void> looked(int checks) {
        WatchedTree<TaskFile> taskFiles = taskTree;
        WatchedTree<Artifact> pluginFiles = pluginTree;
        if (taskFiles == null || pluginFiles == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the host is still starting"));
        }
        CompletableFuture<TreeSnapshot<TaskFile>> tasks = taskFiles.rescan().toCompletableFuture();
        CompletableFuture<TreeSnapshot<Artifact>> plugins = pluginFiles.rescan().toCompletableFuture();
        return tasks.thenCombine(
                        plugins, (t, p) -> t.pending().isEmpty() && p.pending().isEmpty())
                .thenCompose(quiet ->
                        quiet || checks == 0 ? CompletableFuture.completedFuture(null) : lookedLater(checks - 1));
    }

    private CompletableFuture<Void> lookedLater(int checks) {
        CompletableFuture<Void> later = new CompletableFuture<>();
        clock.after(
                QUIET_CHECK,
                () -> looked(checks).whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        later.complete(null);
                    } else {
                        later.completeExceptionally(failure);
                    }
                }));
        return later;
    }

    private void tellPlugins() {
        Set<PluginId> now = new HashSet<>(shelf.catalog().artifacts().keySet());
        Set<PluginId> added = new HashSet<>(now);
        added.removeAll(knownPlugins);
        Set<PluginId> removed = new HashSet<>(knownPlugins);
        removed.removeAll(now);
        knownPlugins.removeAll(removed);
        knownPlugins.addAll(added);
        base.members().plugins(added, removed);
    }

    /** What nothing refers to is collected some time after the last change. */
    private void collectLater() {
        if (collecting) {
            return;
        }
        collecting = true;
        clock.after(
                COLLECT_AFTER,
                () -> owner.execute(() -> {
                    collecting = false;
                    Set<Digest> keep = new HashSet<>(shop.realms().digestsInUse());
                    shelf.catalog().artifacts().values().forEach(all -> all.forEach(one -> keep.add(one.digest())));
                    seats.values().forEach(seat -> seat.artifact().ifPresent(one -> keep.add(one.digest())));
                    disk.execute(() -> collect(keep));
                }));
    }

    private void collect(Set<Digest> keep) {
        try {
            base.artifacts().collect(keep);
        } catch (IOException e) {
            LOG.warn("data/store could not be tidied up ({}); that is tried again after the next change", e.toString());
        }
    }

    private <T> CompletableFuture<T> onOwner(Supplier<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (owner.isClosed()) {
            answer.completeExceptionally(new IllegalStateException("the host is stopping"));
        }
        owner.execute(() -> {
            try {
                question.get().whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(bare(failure));
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static Throwable bare(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(
                        nothing -> parts.stream().map(CompletableFuture::join).toList());
    }

    static Location location(io.reseat.host.config.Location configured) {
        return new Location(configured.target(), configured.shown());
    }
}
