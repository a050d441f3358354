package io.reseat.host.reconcile;

import io.reseat.host.isolation.Call;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.HostEvent;
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
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The place of one task, in which its generations follow each other: compares what is wanted with what runs, and does
 * what follows. Confined to the owner thread, but for {@link #read}.
 *
 * <pre>
 *   Seat ──decides──► ReloadSlot ──one at a time──► Reload ──► SwapOutcome ──► Occupancy
 *   SeatOperations ──────▲  ▲
 *   generations' events ─► Recovery (backoff, rebuild, giving up)
 * </pre>
 */
final class Seat {
    private static final Duration GAUGES = Duration.ofSeconds(1);

    private final SeatParts parts;
    private final OlderContents older;
    private final ReloadSlot slot;
    private final SeatOperations operations;
    private Optional<Wanted> wanted = Optional.empty();

    Seat(TaskName name, Shop shop) {
        this.parts = SeatParts.of(name, shop);
        this.older = new OlderContents(parts);
        this.slot = new ReloadSlot(parts, this::lastGood);
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

    /** Metrics of the task's plugins. Gauges are their code, so they are read on a thread of their realm, not for long. */
    CompletableFuture<Map<String, Double>> metrics() {
        Optional<Generation> live = parts.occupancy().live();
        if (live.isEmpty()) {
            return CompletableFuture.completedFuture(parts.metrics().read()); // gauges went with their generation
        }
        Call<Map<String, Double>> call = live.get().realm().threads().call("its gauges", parts.metrics()::read);
        CompletableFuture<Map<String, Double>> answer = new CompletableFuture<>();
        Future<?> late = parts.shop().services().clock().after(GAUGES, () -> {
            answer.completeExceptionally(new IllegalStateException(
                    "a gauge of task " + name() + " has not answered for " + GAUGES.toMillis() + " ms"));
            call.interrupt(); // which may make it answer after all, too late
        });
        call.result().whenComplete((values, failure) -> {
            late.cancel(false);
            if (failure == null) {
                answer.complete(values);
            } else {
                answer.completeExceptionally(new IllegalStateException(failure.getMessage()));
            }
        });
        return answer;
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

    /** What a look would do now. */
    Action decide(Catalog catalog, boolean force) {
        return decide(wanted, catalog, force);
    }

    /** What a look at this content would do; nothing is changed. */
    Action wouldDo(Optional<Wanted> now, Catalog catalog) {
        Action action = decide(now, catalog, false);
        boolean isSo = action instanceof Action.Disable && state() == TaskState.DISABLED;
        return isSo ? new Action.Keep(((Action.Disable) action).spec(), action.reason()) : action;
    }

    /** Compares what is wanted with what runs, and does what follows from it. */
    CompletableFuture<ReloadReport> look(Supplier<Catalog> catalog, boolean force, Requester by) {
        return slot.whenFree(() -> {
            if (wanted.isPresent() && state() == TaskState.STOPPED) {
                parts.view().enter(TaskState.NEW, "its file is back");
            }
            long begun = System.nanoTime();
            Action action = decide(catalog.get(), force);
            slot.planned(Duration.ofNanos(System.nanoTime() - begun));
            return slot.order().map(order -> besideBuild(order, action, by)).orElseGet(() -> carryOut(action, by));
        });
    }

    /** Something is being built: goes on with that where it is what the files want, else the newer takes its place. */
    private CompletableFuture<ReloadReport> besideBuild(Reload.Order order, Action action, Requester by) {
        if (action instanceof Action.Build build) {
            boolean same = build.spec().equals(order.spec()) && build.key().equals(order.key());
            return same ? slot.underWay() : slot.inPlaceOfBuild(() -> carryOut(action, by));
        }
        boolean ends = action instanceof Action.Remove || action instanceof Action.Disable;
        if (order.kind() == Reload.Kind.CHANGE || ends) {
            return slot.inPlaceOfBuild(() -> carryOut(action, by));
        } else if (action instanceof Action.RunLastGood run) {
            boolean same = run.good().built().key().equals(order.key());
            return same ? slot.underWay() : slot.inPlaceOfBuild(() -> carryOut(action, by));
        }
        return order.back().isPresent() ? carryOut(action, by) : besideRebuild(order, action, by);
    }

    /** A restart, or the answer to failures, is not dropped because the files have nothing new. */
    private CompletableFuture<ReloadReport> besideRebuild(Reload.Order order, Action action, Requester by) {
        Optional<TaskSpec> wants = action.runningSpec();
        if (wants.isEmpty()) {
            return carryOut(action, by);
        }
        Artifact runs = artifact().orElseThrow();
        Reload.Order now = order.of(wants.get(), runs);
        return now.equals(order) ? slot.underWay() : slot.inPlaceOfBuild(() -> slot.begin(now));
    }

    /** Does what was decided; nothing is under way. */
    CompletableFuture<ReloadReport> carryOut(Action action, Requester by) {
        if (action instanceof Action.Build build) {
            return build(build, by);
        } else if (action instanceof Action.Keep keep) {
            return keep(keep, by);
        } else if (action instanceof Action.Apply apply) {
            parts.occupancy().adopt(apply.spec());
            parts.view().note("", List.of());
            return parts.reports().done(Outcome.APPLIED, apply.reason(), by);
        } else if (action instanceof Action.RunLastGood run) {
            return runLastGood(run, by);
        } else if (action instanceof Action.Refuse refuse) {
            return refuse(refuse, by);
        } else if (action instanceof Action.Remove || action instanceof Action.Disable) {
            return endFor(action, by);
        }
        return held(action, by);
    }

    /** Its file is gone with most others: it runs on until that is confirmed. */
    ReloadReport heldRemoval(Requester by) {
        String reason = "its file is gone, as are those of most tasks: it runs on; if that is meant:"
                + " reseat reload --confirm-removals";
        parts.view().note(reason, List.of());
        return parts.reports().of(Outcome.HELD, reason, by);
    }

    /** Ends the task because the host ends; its state is kept. */
    CompletableFuture<?> shutDown(Duration drain) {
        slot.recovery().cancel();
        wanted = Optional.empty();
        return slot.whenFree(() -> {
            slot.dropBuildFor("the host is stopping");
            if (state() != TaskState.STOPPED && state() != TaskState.STOPPING) {
                parts.view().enter(TaskState.STOPPING, "the host ends");
            }
            return slot.end(drain, this::stopped).thenCompose(stopped -> slot.droppedAreGone());
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

    private CompletableFuture<ReloadReport> build(Action.Build build, Requester by) {
        if (parts.occupancy().empty() && isDone(build.spec())) {
            return ranAlready(new Actual.Built(build.spec(), build.artifact()), by);
        }
        slot.recovery().forget();
        Optional<Generation> live = parts.occupancy().live();
        if (build.way() == Action.Way.IN_PLACE && live.isPresent()) {
            return slot.inPlace(build, live.get(), by);
        }
        CompletableFuture<ReloadReport> report = slot.begin(new Reload.Order(
                build.spec(), build.artifact(), Reload.Kind.CHANGE, build.way(), build.reason(), by, Optional.empty()));
        return build.way() == Action.Way.FIRST ? orLastGood(report) : report;
    }

    private CompletableFuture<ReloadReport> orLastGood(CompletableFuture<ReloadReport> first) {
        return first.thenComposeAsync(this::orLastGood, parts.shop().owner());
    }

    /** What could not be built where nothing runs gives way to the last good generation. */
    private CompletableFuture<ReloadReport> orLastGood(ReloadReport first) {
        Optional<Actual.LastGood> good =
                first.outcome() == Outcome.REFUSED && state() == TaskState.REFUSED ? lastGood() : Optional.empty();
        return good.map(one -> runLastGood(
                        new Action.RunLastGood(
                                one,
                                first.problems(),
                                first.reason() + "; generation " + one.generation()
                                        + ", the last good one, runs again"),
                        first.requester()))
                .orElseGet(() -> CompletableFuture.completedFuture(first));
    }

    private CompletableFuture<ReloadReport> runLastGood(Action.RunLastGood run, Requester by) {
        Actual.Built content = run.good().built();
        if (isDone(content.spec())) {
            return ranAlready(content, by);
        }
        Reload.Return back =
                new Reload.Return(run.good().generation(), Optional.empty(), Optional.empty(), run.problems());
        return orLastGood(slot.begin(new Reload.Order(
                content.spec(),
                content.artifact(),
                Reload.Kind.LAST_GOOD,
                Action.Way.FIRST,
                run.reason(),
                by,
                Optional.of(back))));
    }

    private boolean isDone(TaskSpec spec) {
        return spec.schedule() instanceof Schedule.Once && parts.disk().completed(spec);
    }

    private CompletableFuture<ReloadReport> ranAlready(Actual.Built content, Requester by) {
        slot.recovery().cancel();
        parts.occupancy().ranAlready(content.spec(), content.artifact());
        parts.view().enter(TaskState.COMPLETED, "ran already with this config; a restart runs it again");
        return parts.reports().done(Outcome.UNCHANGED, "ran already with this config", by);
    }

    private CompletableFuture<ReloadReport> keep(Action.Keep keep, Requester by) {
        parts.occupancy().adopt(keep.spec());
        String note = keep.reason().equals("unchanged") ? "" : keep.reason();
        boolean speaksOfFiles = state() == TaskState.RUNNING || state() == TaskState.PAUSED;
        ReloadReport report = parts.reports().of(Outcome.UNCHANGED, keep.reason(), by);
        boolean unmarked = parts.view().unmark(note, report);
        if ((speaksOfFiles && parts.view().note(note, List.of())) || unmarked) {
            parts.view().reloaded(report);
            parts.log().info(note.isEmpty() ? "the files are those of what runs again" : note);
        }
        return CompletableFuture.completedFuture(report);
    }

    private CompletableFuture<ReloadReport> refuse(Action.Refuse refuse, Requester by) {
        if (state() == TaskState.NEW) {
            parts.view().enter(TaskState.REFUSED, refuse.reason());
        }
        ReloadReport report = parts.reports().of(Outcome.REFUSED, refuse.reason(), refuse.problems(), by);
        if (parts.view().note(refuse.reason(), refuse.problems())) {
            parts.reports().step(HostEvent.Step.REFUSED, report);
            parts.reports().journaled(report);
        }
        return CompletableFuture.completedFuture(report);
    }

    private CompletableFuture<ReloadReport> held(Action action, Requester by) {
        Outcome outcome = action instanceof Action.Wait ? Outcome.WAITING : Outcome.HELD;
        ReloadReport report = parts.reports().of(outcome, action.reason(), by);
        if (parts.view().note(report.reason(), List.of())) {
            parts.reports().journaled(report);
        }
        return CompletableFuture.completedFuture(report);
    }

    /** The task is removed or disabled. */
    private CompletableFuture<ReloadReport> endFor(Action action, Requester by) {
        boolean disable = action instanceof Action.Disable;
        if (state() == TaskState.STOPPED) {
            return CompletableFuture.completedFuture(parts.reports().of(Outcome.REMOVED, action.reason(), by));
        }
        if (disable && state() == TaskState.DISABLED) {
            parts.view().note(action.reason(), List.of());
            return CompletableFuture.completedFuture(parts.reports().of(Outcome.UNCHANGED, action.reason(), by));
        }
        slot.recovery().cancel();
        parts.view().note(action.reason(), List.of());
        if (action instanceof Action.Disable off) {
            parts.view().tried(off.spec());
            parts.view().enter(TaskState.DISABLED, action.reason());
        } else {
            parts.view().enter(TaskState.STOPPING, action.reason());
        }
        Duration drain = parts.occupancy().live().map(Departure::drain).orElse(Duration.ZERO);
        return slot.end(drain, () -> ended(action, disable, by));
    }

    private ReloadReport ended(Action action, boolean disable, Requester by) {
        if (!disable) {
            parts.view().enter(TaskState.STOPPED, action.reason());
        }
        slot.held().clear();
        Outcome outcome = disable ? Outcome.DISABLED : Outcome.REMOVED;
        return parts.reports().journaled(parts.reports().of(outcome, action.reason(), by));
    }

    /** Its past, newest first. */
    CompletableFuture<List<HistoryEntry>> history() {
        return parts.disk().wholePast().thenApply(Past::entries);
    }

    /** What its threads do, also those of a generation that is being ended. */
    String stacks() {
        List<Generation> all = new ArrayList<>(slot.leaving());
        parts.occupancy().live().ifPresent(all::add);
        return all.isEmpty()
                ? "task " + name() + " has no live generation"
                : all.stream().map(Generation::stacks).collect(Collectors.joining());
    }

    private TaskState state() {
        return parts.view().state();
    }
}
