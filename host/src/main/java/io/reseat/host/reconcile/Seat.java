package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.Catalog;
import io.reseat.host.plan.Planner;
import io.reseat.host.plan.Wanted;
import io.reseat.host.store.Past;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The place of one task, in which its generations follow each other: compares what is wanted with what runs, and says
 * what follows. Confined to the owner thread, but for {@link #read}.
 *
 * <pre>
 *   Seat ──decides──► SeatActions ──► ReloadSlot ──one at a time──► Reload ──► SwapOutcome ──► Occupancy
 *   SeatOperations ─────────────────────▲  ▲
 *   generations' events ─► Recovery (backoff, rebuild, giving up)
 * </pre>
 */
final class Seat {
    static final String HELD_REMOVAL = "its file is gone, as are those of most tasks: it runs on; if that is meant:"
            + " reseat reload --confirm-removals";

    private final SeatParts parts;
    private final OlderContents older;
    private final Gauges gauges;
    private final ReloadSlot slot;
    private final SeatActions actions;
    private final SeatOperations operations;
    private Optional<Wanted> wanted = Optional.empty();

    Seat(TaskName name, Shop shop) {
        this.parts = SeatParts.of(name, shop);
        this.older = OlderContents.of(parts);
        this.gauges = new Gauges(parts);
        this.slot = new ReloadSlot(parts, this::lastGood);
        this.actions = new SeatActions(parts, slot, this::lastGood);
        this.operations = new SeatOperations(this, parts, slot, older);
    }

    TaskName name() {
        return parts.name();
    }

    /** What an operator may ask for. */
    SeatOperations operations() {
        return operations;
    }

    /** The task now; of any thread's asking. */
    TaskStatus read() {
        return parts.view().read();
    }

    /** Metrics of the task's plugins. */
    CompletableFuture<Map<String, Double>> metrics() {
        return gauges.read();
    }

    void want(Optional<Wanted> now) {
        wanted = now;
    }

    Optional<Wanted> wanted() {
        return wanted;
    }

    /** Whether the task is gone: its file, and all that ran. */
    boolean vacant() {
        return wanted.isEmpty() && state() == TaskState.STOPPED;
    }

    /** What it runs on, or ran on last. */
    Optional<Artifact> artifact() {
        return parts.occupancy().built().map(Actual.Built::artifact);
    }

    /** The plugins of what runs, of what is built, and of what is to be tried again. */
    Stream<Artifact> artifacts() {
        Stream<Order> orders = Stream.of(slot.order(), slot.retry().due()).flatMap(Optional::stream);
        return Stream.concat(artifact().stream(), orders.map(Order::artifact));
    }

    /** What a look would do now. */
    Action decide(Catalog catalog, boolean force) {
        return decide(wanted, catalog, force);
    }

    /** What a look at this content would do; nothing is changed. */
    Action wouldDo(Optional<Wanted> now, Catalog catalog) {
        Action action = decide(now, catalog, false);
        if (action instanceof Action.Disable off && state() == TaskState.DISABLED) {
            return new Action.Keep(off.spec(), off.reason());
        }
        return actions.ranAlready(action)
                .<Action>map(done -> new Action.Keep(done.spec(), SeatActions.RAN_ALREADY))
                .orElse(action);
    }

    /**
     * Compares what is wanted with what runs, and does what follows from it.
     *
     * @param noticed when what led to this was first seen or asked for, as {@link System#nanoTime}
     */
    CompletableFuture<ReloadReport> look(Supplier<Catalog> catalog, boolean force, Requester by, long noticed) {
        return slot.whenFree(() -> {
            comeBack();
            LeadUp planning = LeadUp.planning(noticed);
            Action action = decide(catalog.get(), force);
            return slot.after(
                    planning.planned(),
                    () -> slot.order()
                            .map(order -> besideBuild(order, action, by))
                            .orElseGet(() -> actions.carryOut(action, by)));
        });
    }

    /** A file that came back while its task was ended makes it a new one; whoever is served first sees to that. */
    void comeBack() {
        if (wanted.isPresent() && state() == TaskState.STOPPED) {
            parts.view().enter(TaskState.NEW, "its file is back");
        }
    }

    /** Something is being built: goes on with that where it is what the files want, else the newer takes its place. */
    private CompletableFuture<ReloadReport> besideBuild(Order order, Action action, Requester by) {
        if (action instanceof Action.Build build) {
            boolean same = build.spec().equals(order.spec()) && build.key().equals(order.key());
            return same ? slot.underWay() : slot.inPlaceOfBuild(() -> actions.carryOut(action, by));
        }
        boolean ends = action instanceof Action.Remove || action instanceof Action.Disable;
        if (order.kind() == Order.Kind.CHANGE || ends) {
            return slot.inPlaceOfBuild(() -> actions.carryOut(action, by));
        } else if (action instanceof Action.RunLastGood run) {
            boolean same = run.good().built().key().equals(order.key());
            return same ? slot.underWay() : slot.inPlaceOfBuild(() -> actions.carryOut(action, by));
        }
        return order.back().isPresent() ? actions.carryOut(action, by) : besideRebuild(order, action, by);
    }

    /** A restart, or the answer to failures, is not dropped because the files have nothing new. */
    private CompletableFuture<ReloadReport> besideRebuild(Order order, Action action, Requester by) {
        Optional<TaskSpec> wants = action.runningSpec();
        if (wants.isEmpty()) {
            return actions.carryOut(action, by);
        }
        Artifact runs = artifact().orElseThrow();
        Order now = order.of(wants.get(), runs);
        return now.equals(order) ? slot.underWay() : slot.inPlaceOfBuild(() -> slot.begin(now));
    }

    /** Does what was decided; nothing is under way. */
    CompletableFuture<ReloadReport> carryOut(Action action, Requester by) {
        return actions.carryOut(action, by);
    }

    /** Its file is gone with most others: it runs on until that is confirmed. */
    ReloadReport heldRemoval(Requester by) {
        parts.view().note(HELD_REMOVAL, List.of());
        return parts.reports().of(Outcome.HELD, HELD_REMOVAL, by);
    }

    /** Ends the task because the host ends, and keeps its state; answers whether no cycle was cut off. */
    CompletableFuture<Boolean> shutDown(Duration drain) {
        slot.recovery().cancel();
        wanted = Optional.empty();
        return slot.whenFree(() -> {
            slot.dropBuildFor("the host is stopping");
            if (state() != TaskState.STOPPED && state() != TaskState.STOPPING) {
                parts.view().enter(TaskState.STOPPING, "the host ends");
            }
            Departure departure = slot.departure();
            int before = departure.cutOff();
            return slot.end(drain, this::stopped)
                    .thenCompose(stopped -> slot.droppedAreGone())
                    .thenApplyAsync(
                            gone -> departure.cutOff() == before, parts.shop().owner());
        });
    }

    private Optional<Void> stopped() {
        parts.view().enter(TaskState.STOPPED, "the host ends");
        return Optional.empty();
    }

    private Action decide(Optional<Wanted> now, Catalog catalog, boolean force) {
        TaskState state = state();
        boolean again = force && state == TaskState.FAILED;
        boolean done = state == TaskState.COMPLETED && wantsOnce(now);
        boolean open = state.live() || done || state == TaskState.FAILED;
        Actual actual = new Actual(
                name(),
                parts.occupancy().built(),
                open && !again,
                parts.occupancy().abilities(),
                slot.held().all(),
                this::lastGood);
        return Planner.decide(now, actual, catalog, force);
    }

    /** What ran to its end is open to what else it may become. */
    private static boolean wantsOnce(Optional<Wanted> now) {
        boolean otherwise = now.isPresent()
                && now.get() instanceof Wanted.Task task
                && !(task.spec().schedule() instanceof Schedule.Once);
        return !otherwise;
    }

    /** A task that was disabled does not come back because its file broke. */
    private Optional<Actual.LastGood> lastGood() {
        return state() == TaskState.DISABLED
                ? Optional.empty()
                : older.lastGood(slot.held().all());
    }

    /** Its past, newest first. */
    CompletableFuture<List<HistoryEntry>> history() {
        return parts.disk().wholePast().thenApply(Past::entries);
    }

    /** What its threads do, also those of a generation that is being ended. */
    CompletableFuture<String> stacks() {
        List<Generation> all = new ArrayList<>(slot.leaving());
        parts.occupancy().live().ifPresent(all::add);
        String none = all.isEmpty() ? "task " + name() + " has no live generation" : "";
        return all.stream()
                .map(Generation::stacks)
                .reduce(CompletableFuture.completedFuture(none), (one, next) -> one.thenCombine(next, String::concat));
    }

    private TaskState state() {
        return parts.view().state();
    }
}
