package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Builder;
import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.lifecycle.TaskServices;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.HostStatus;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

    private final Foundation base;
    private final OwnerThread owner = new OwnerThread();
    private final HostClock clock = new HostClock();
    private final DiskThread disk = new DiskThread();
    private final Backlog backlog = new Backlog(disk, clock, this::dataMended);
    private final Journal journal = new Journal();
    private final Quarantine quarantine;
    private final StagingTimes stagings = new StagingTimes();
    private final PluginShelf shelf = new PluginShelf();
    private final Offspring offspring;
    private final WantedTasks wanted;
    private final Trees trees;
    private final Seats seats;
    private final StatusBoard board;
    private final Looks looks;
    private final TreeEvents events;
    private final Requests requests;

    /** Makes the owner thread; nothing is watched before {@link #start}. */
    public Reconciler(Foundation base) {
        this.base = base;
        this.offspring = new Offspring(base, clock, this::limits);
        this.quarantine = new Quarantine(() -> base.settings().limits().quarantined());
        this.wanted = new WantedTasks(base.parsers().get());
        this.trees = new Trees(base, clock, stagings);
        Shop shop = shop();
        this.seats = new Seats(wanted, shop, base.members());
        this.board = new StatusBoard(base, Instant.now(), seats, journal, quarantine, backlog);
        this.looks = new Looks(shop, PendingLooks.gathering(base.settings()), trees, wanted, shelf, seats);
        PluginNews news = new PluginNews(
                shelf,
                base.members(),
                new StoreSweep(shop, shelf, seats.all().values(), trees::tasksListed),
                this::task);
        journal.subscribe(news::heard);
        this.events = new TreeEvents(base, shop, wanted, shelf, seats, board, news, looks);
        this.requests = new Requests(owner, trees, events, looks);
    }

    /** Opens the trees; completes when everything that was there at first is swapped in or refused. */
    public CompletionStage<List<ReloadReport>> start() {
        Requester host = new Requester(Requester.Kind.HOST, "start");
        owner.execute(looks::hold);
        owner.execute(events::watchFiles);
        Application.endKilled(base.settings());
        trees.open(events::tasksChanged, events::pluginsChanged);
        return trees.looked().thenComposeAsync(nothing -> looks.release(host), owner);
    }

    @Override
    public HostStatus status() {
        return board.status(base.watcher().health());
    }

    @Override
    public Optional<TaskStatus> task(TaskName name) {
        return Optional.ofNullable(seats.all().get(name)).map(Seat::read);
    }

    @Override
    public CompletionStage<List<ReloadReport>> reloadAll(ReloadOptions options, Requester by) {
        long asked = System.nanoTime();
        return requests.afterLook(by, () -> {
            if (options.confirmRemovals()) {
                seats.confirmRemovals();
            }
            List<CompletableFuture<ReloadReport>> reports = new ArrayList<>();
            List.copyOf(seats.all().values())
                    .forEach(seat -> reports.add(seats.look(seat, shelf::catalog, options.force(), by, asked)));
            return Relay.all(reports);
        });
    }

    @Override
    public CompletionStage<ReloadReport> reload(TaskName name, ReloadOptions options, Requester by) {
        long asked = System.nanoTime();
        return requests.afterLook(by, () -> {
            Seat seat = seats.of(name);
            if (options.confirmRemovals()) {
                seats.confirmRemoval(name);
            }
            return seats.look(seat, shelf::catalog, options.force(), by, asked);
        });
    }

    @Override
    public CompletionStage<ReloadReport> restart(TaskName name, boolean withoutState, Requester by) {
        long asked = System.nanoTime();
        return requests.afterLook(by, () -> operate(name).restart(shelf::catalog, withoutState, by, asked));
    }

    @Override
    public CompletionStage<ReloadReport> pause(TaskName name, Requester by) {
        return requests.change(() -> operate(name).pause(by));
    }

    @Override
    public CompletionStage<ReloadReport> resume(TaskName name, Requester by) {
        return requests.change(() -> operate(name).resume(shelf::catalog, by));
    }

    @Override
    public CompletionStage<ReloadReport> runNow(TaskName name, Requester by) {
        return requests.change(() -> operate(name).runNow(shelf::catalog, by));
    }

    @Override
    public CompletionStage<ReloadReport> rollback(
            TaskName name, OptionalLong generation, boolean withoutState, Requester by) {
        long asked = System.nanoTime();
        return requests.afterLook(
                by, () -> operate(name).rollback(generation, withoutState, shelf::catalog, by, asked));
    }

    @Override
    public CompletionStage<List<HistoryEntry>> history(TaskName name) {
        return owner.ask(() -> seats.of(name).history());
    }

    @Override
    public CompletionStage<String> stacks(TaskName name) {
        return owner.ask(() -> seats.of(name).stacks());
    }

    @Override
    public CompletionStage<Map<String, Double>> metrics(TaskName name) {
        return owner.ask(() -> seats.of(name).metrics());
    }

    @Override
    public CompletionStage<List<PlannedAction>> plan() {
        return owner.ask(() -> {
            looks.hold();
            return trees.looked()
                    .thenApplyAsync(nothing -> looks.planned(), owner)
                    .whenCompleteAsync((plan, failure) -> looks.releaseUnasked(), owner);
        });
    }

    @Override
    public CompletionStage<List<ReloadReport>> apply(Path directory, Requester by) {
        Application application = new Application(directory, base.settings());
        return requests.change(() -> {
            looks.hold();
            return CompletableFuture.runAsync(application, disk)
                    .thenComposeAsync(nothing -> trees.looked(), owner)
                    .handle((nothing, failure) -> Optional.ofNullable(failure))
                    .thenComposeAsync(failure -> released(by, failure), owner);
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
        CompletableFuture<Void> stopped = owner.ask(() -> {
            looks.hold(); // nothing new is taken any more
            requests.stop();
            return seats.shutDown(drain);
        });
        try {
            stopped.get(drain.plusSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("not every task stopped in time: {}; the host ends all the same", e.toString());
        }
        owner.close();
        offspring.close();
        clock.close();
        disk.soon(backlog::lastTry); // behind what is to be written soon
        disk.close();
    }

    /** The tasks that {@link #close} has to end yet, or whose last cycle it cut off. Safe from any thread. */
    public Set<TaskName> unfinished() {
        return seats.unfinished();
    }

    private Shop shop() {
        TaskServices services = new TaskServices(
                clock, base.memory(), base.home(), base.numbers().epoch(), this::limits, offspring);
        return new Shop(
                owner,
                disk,
                backlog,
                services,
                base.memory(),
                new Builder(services),
                new Realms(base.data().scratch(), base.realms(), offspring.children()),
                new Lanes(clock, owner),
                base.numbers(),
                base.data(),
                base.artifacts(),
                base.history(),
                base.parsers().get(),
                journal,
                quarantine,
                stagings,
                (task, cause) -> looks.touch(Map.of(task, cause), System.nanoTime()));
    }

    private TaskServices.Limits limits() {
        return new TaskServices.Limits(
                base.settings().limits().build(),
                TaskServices.Limits.DEFAULT.step(),
                TaskServices.Limits.DEFAULT.interrupted(),
                base.settings().limits().state(),
                base.settings().limits().stateInterval());
    }

    /** What was refused because data/ could not be written is tried again. */
    private void dataMended() {
        owner.execute(() -> looks.touchAll("data"));
    }

    private SeatOperations operate(TaskName name) {
        return seats.of(name).operations();
    }

    private CompletableFuture<List<ReloadReport>> released(Requester by, Optional<Throwable> failure) {
        CompletableFuture<List<ReloadReport>> reports = looks.release(by);
        return failure.<CompletableFuture<List<ReloadReport>>>map(CompletableFuture::failedFuture)
                .orElse(reports);
    }
}
