package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Carries out what was decided for one seat, while no reload is under way. Confined to the owner thread. */
final class SeatActions {
    static final String RAN_ALREADY = "ran already with this config";

    private final SeatParts parts;
    private final ReloadSlot slot;
    private final Supplier<Optional<Actual.LastGood>> lastGood;

    /** @param lastGood what may run where what is wanted cannot */
    SeatActions(SeatParts parts, ReloadSlot slot, Supplier<Optional<Actual.LastGood>> lastGood) {
        this.parts = parts;
        this.slot = slot;
        this.lastGood = lastGood;
    }

    /** Does what was decided; nothing is under way. */
    CompletableFuture<ReloadReport> carryOut(Action action, Requester by) {
        if (action instanceof Action.Build build) {
            return build(build, by);
        } else if (action instanceof Action.Keep keep) {
            return keep(keep, by);
        } else if (action instanceof Action.Apply apply) {
            return apply(apply, by);
        } else if (action instanceof Action.RunLastGood run) {
            return runLastGood(run, by);
        } else if (action instanceof Action.Refuse refuse) {
            return refuse(refuse, by);
        } else if (action instanceof Action.Remove || action instanceof Action.Disable) {
            return endFor(action, by);
        }
        return held(action, by);
    }

    /** With its text: what comes back from the history later comes with what was applied last. */
    private CompletableFuture<ReloadReport> apply(Action.Apply apply, Requester by) {
        parts.occupancy().adopt(apply.spec());
        parts.view().note("", List.of());
        ReloadReport report = parts.reports().of(Outcome.APPLIED, apply.reason(), by);
        parts.occupancy()
                .built()
                .ifPresentOrElse(
                        built -> parts.reports().journaled(report, apply.spec(), built.artifact()),
                        () -> parts.reports().journaled(report));
        return CompletableFuture.completedFuture(report);
    }

    private CompletableFuture<ReloadReport> build(Action.Build build, Requester by) {
        Optional<Actual.Built> done = ranAlready(build);
        if (done.isPresent()) {
            return ranAlready(done.get(), by);
        }
        slot.recovery().forget();
        boolean nothingRuns = parts.occupancy().empty();
        Optional<Generation> live = parts.occupancy().live();
        if (build.way() == Action.Way.IN_PLACE && live.isPresent()) {
            return slot.inPlace(build, live.get(), by);
        }
        CompletableFuture<ReloadReport> report = slot.begin(new Order(
                build.spec(), build.artifact(), Order.Kind.CHANGE, build.way(), build.reason(), by, Optional.empty()));
        return nothingRuns ? orLastGood(report) : report;
    }

    private CompletableFuture<ReloadReport> orLastGood(CompletableFuture<ReloadReport> first) {
        return first.thenComposeAsync(this::orLastGood, parts.shop().owner());
    }

    /** What could not be built where nothing runs gives way to the last good generation. */
    private CompletableFuture<ReloadReport> orLastGood(ReloadReport first) {
        Optional<Actual.LastGood> good =
                first.outcome() == Outcome.REFUSED && parts.view().state() == TaskState.REFUSED
                        ? lastGood.get()
                        : Optional.empty();
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
        if (ranAlready(run).isPresent()) {
            return ranAlready(content, by);
        }
        Order.Return back =
                new Order.Return(run.good().generation(), Optional.empty(), Optional.empty(), run.problems());
        return orLastGood(slot.begin(new Order(
                content.spec(),
                content.artifact(),
                Order.Kind.LAST_GOOD,
                Action.Way.FIRST,
                run.reason(),
                by,
                Optional.of(back))));
    }

    /** What an action would build, where that is a {@code once} task's that ran to its end: it is not built again. */
    Optional<Actual.Built> ranAlready(Action action) {
        if (action instanceof Action.Build build && parts.occupancy().empty() && isDone(build.spec())) {
            return Optional.of(new Actual.Built(build.spec(), build.artifact()));
        }
        return action instanceof Action.RunLastGood run
                        && isDone(run.good().built().spec())
                ? Optional.of(run.good().built())
                : Optional.empty();
    }

    private boolean isDone(TaskSpec spec) {
        return spec.schedule() instanceof Schedule.Once && parts.disk().completed(spec);
    }

    private CompletableFuture<ReloadReport> ranAlready(Actual.Built content, Requester by) {
        slot.recovery().cancel();
        parts.occupancy().ranAlready(content.spec(), content.artifact());
        parts.view().enter(TaskState.COMPLETED, RAN_ALREADY + "; a restart runs it again");
        return parts.reports().done(Outcome.UNCHANGED, RAN_ALREADY, by);
    }

    private CompletableFuture<ReloadReport> keep(Action.Keep keep, Requester by) {
        parts.occupancy().adopt(keep.spec());
        String note = keep.reason().equals("unchanged") ? "" : keep.reason();
        boolean speaksOfFiles =
                parts.view().state() == TaskState.RUNNING || parts.view().state() == TaskState.PAUSED;
        ReloadReport report = parts.reports().of(Outcome.UNCHANGED, keep.reason(), by);
        boolean unmarked = parts.view().unmark(note, report);
        if ((speaksOfFiles && parts.view().note(note, List.of())) || unmarked) {
            parts.view().reloaded(report);
            parts.log().info(note.isEmpty() ? "the files are those of what runs again" : note);
        }
        return CompletableFuture.completedFuture(report);
    }

    private CompletableFuture<ReloadReport> refuse(Action.Refuse refuse, Requester by) {
        if (parts.view().state() == TaskState.NEW) {
            parts.view().enter(TaskState.REFUSED, refuse.reason());
        }
        ReloadReport report = parts.reports().of(Outcome.REFUSED, refuse.reason(), refuse.problems(), by);
        if (parts.view().note(refuse.reason(), refuse.problems())) {
            parts.reports().refusedFile(report, slot.building());
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
        if (parts.view().state() == TaskState.STOPPED) {
            return CompletableFuture.completedFuture(parts.reports().of(Outcome.REMOVED, action.reason(), by));
        }
        if (disable && parts.view().state() == TaskState.DISABLED) {
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
}
