package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.RunNow;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.Catalog;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What an operator asks of one task beside its files. Confined to the owner thread. */
final class SeatOperations {
    private static final String PAUSED = "paused; kept over restarts until it is resumed";

    private final Seat seat;
    private final SeatParts parts;
    private final ReloadSlot slot;
    private final RollbackByHand rollback;

    SeatOperations(Seat seat, SeatParts parts, ReloadSlot slot, OlderContents older) {
        this.seat = seat;
        this.parts = parts;
        this.slot = slot;
        this.rollback = new RollbackByHand(seat, parts, slot, older);
    }

    /**
     * Builds a new generation even of what runs already.
     *
     * @param withoutState whether it starts without state
     * @param asked when, as {@link System#nanoTime}
     */
    CompletableFuture<ReloadReport> restart(Supplier<Catalog> catalog, boolean withoutState, Requester by, long asked) {
        return slot.whenFree(() -> {
            seat.comeBack();
            slot.recovery().forget();
            LeadUp planning = LeadUp.planning(asked);
            Action action = restarted(catalog.get(), withoutState);
            if (action instanceof Action.Disable off && state() == TaskState.DISABLED) {
                return disabled(parts.name(), off);
            }
            Optional<Order> order = restartOrder(action, by).map(one -> one.withoutState(withoutState));
            return slot.after(
                    planning.planned(),
                    () -> slot.inPlaceOfBuild(
                            () -> order.isPresent() ? slot.begin(order.get()) : seat.carryOut(action, by)));
        });
    }

    /** What runs is not given up for what is held, unless that wants nothing but to run without the state. */
    private Action restarted(Catalog catalog, boolean withoutState) {
        Action action = seat.decide(catalog, parts.occupancy().empty());
        if (!withoutState || !(action instanceof Action.Hold)) {
            return action;
        }
        boolean vetoed = seat.decide(catalog, true) instanceof Action.Build build
                && slot.held().vetoed(build.key());
        return vetoed ? seat.decide(catalog, true) : action;
    }

    CompletableFuture<ReloadReport> pause(Requester by) {
        return slot.whenFree(() -> {
            parts.disk().keepPaused(true);
            parts.occupancy().paused(true);
            Optional<Generation> live = parts.occupancy().live();
            if (live.isEmpty() || state() == TaskState.PAUSED) {
                return parts.reports().done(Outcome.PAUSED, PAUSED, by);
            }
            CompletableFuture<Generation.Ending> ended = live.get().pause(Departure.drain(live.get()));
            if (!ended.isDone()) {
                parts.view().enter(state(), "pausing when its cycle ends"); // that may take long
            }
            return ended.thenApplyAsync(
                    ending -> pausedNow(live.get(), by), parts.shop().owner());
        });
    }

    CompletableFuture<ReloadReport> resume(Supplier<Catalog> catalog, Requester by) {
        return slot.whenFree(() -> {
            TaskState state = state();
            boolean wasPaused = parts.occupancy().paused();
            String nothing = wasPaused ? "resumed; it is " + state : "was not paused";
            parts.disk().keepPaused(false);
            parts.occupancy().paused(false);
            if (slot.retry().goesBack()) {
                parts.view().enter(TaskState.BACKOFF, "what failed is taken back");
            } else if (wasPaused
                    && !parts.occupancy().empty()) { // also where the cycle before the pause has not ended yet
                slot.recovery().forget();
                if (!slot.recovery().losses().resumed()) {
                    parts.occupancy().goOn();
                }
                return parts.reports().done(Outcome.RESUMED, "resumed", by);
            }
            slot.retry().takeUp();
            boolean ended = state == TaskState.FAILED || state == TaskState.COMPLETED || state == TaskState.REFUSED;
            return ended
                    ? restart(catalog, false, by, System.nanoTime())
                    : parts.reports().done(Outcome.RESUMED, nothing, by);
        });
    }

    CompletableFuture<ReloadReport> runNow(Supplier<Catalog> catalog, Requester by) {
        return slot.whenFree(() -> {
            Optional<Generation> live = parts.occupancy().live();
            if (live.isEmpty()) {
                return state() == TaskState.COMPLETED
                        ? restart(catalog, false, by, System.nanoTime())
                        : refused("task " + parts.name() + " is " + state() + " and cannot run now");
            }
            if (live.get().lost()) {
                return refused("the child JVM of task " + parts.name() + " is gone; it is built again"
                        + (parts.occupancy().paused() ? " when the task is resumed" : ": ask again when it runs"));
            }
            if (live.get().spec().schedule() instanceof Schedule.Service) {
                return refused("task " + parts.name() + " is a service and has no cycles"
                        + (parts.occupancy().paused() ? "; it is paused: resume it" : ": it runs all the time"));
            }
            return parts.reports().done(Outcome.UNCHANGED, said(live.get().runNow()), by);
        });
    }

    private static String said(RunNow how) {
        return switch (how) {
            case STARTED -> "a cycle was started beside the schedule";
            case QUEUED -> "a cycle runs; one more follows it at once";
            case RUNNING ->
                "a cycle runs, and none follows it: the task is being halted or is paused; ask again when it has ended";
        };
    }

    /** As of {@link RollbackByHand#begin}. */
    CompletableFuture<ReloadReport> rollback(
            OptionalLong generation, boolean withoutState, Supplier<Catalog> catalog, Requester by, long asked) {
        return rollback.begin(generation, withoutState, catalog, by, asked);
    }

    private ReloadReport pausedNow(Generation live, Requester by) {
        if (!parts.occupancy().paused()) {
            return resumedMeanwhile(live, by);
        }
        boolean stillThere = parts.occupancy().paused() && parts.occupancy().holds(live);
        if (stillThere && (state() == TaskState.RUNNING || state() == TaskState.BACKOFF)) {
            if (slot.retry().goesBack()) {
                slot.retry().suspend();
            } else {
                slot.recovery().cancel();
            }
            parts.view().enter(TaskState.PAUSED, "paused by " + by);
        }
        return parts.reports().journaled(parts.reports().of(Outcome.PAUSED, PAUSED, by));
    }

    /** Nobody else lets its cycles go on: when it was resumed, the one that ran had not ended. */
    private ReloadReport resumedMeanwhile(Generation live, Requester by) {
        boolean stands = state() == TaskState.RUNNING || state() == TaskState.BACKOFF;
        if (parts.occupancy().holds(live) && stands && !slot.swapping() && !live.goesOn()) {
            live.run();
        }
        String reason = "it was resumed before its cycle had ended";
        return parts.reports().journaled(parts.reports().of(Outcome.UNCHANGED, reason, by));
    }

    private Optional<Order> restartOrder(Action action, Requester by) {
        Optional<Actual.Built> built = parts.occupancy().built();
        if (action instanceof Action.Build build) {
            String reason = "restart asked for, " + build.reason();
            return Optional.of(new Order(build.spec(), build.artifact(), Order.Kind.RESTART, reason, by));
        }
        if (built.isEmpty() || action instanceof Action.Disable || action instanceof Action.Remove) {
            return Optional.empty();
        }
        String reason = action instanceof Action.Keep ? "restart asked for" : "restart asked for, " + action.reason();
        TaskSpec spec = action.runningSpec().orElse(built.get().spec());
        return Optional.of(new Order(spec, built.get().artifact(), Order.Kind.RESTART, reason, by));
    }

    private TaskState state() {
        return parts.view().state();
    }

    /** Why nothing is started that its file says no to. */
    static CompletableFuture<ReloadReport> disabled(TaskName task, Action.Disable by) {
        return refused(
                "task " + task + " is disabled by " + by.spec().file() + "; set 'enabled: true' there to start it");
    }

    /** Nothing can be done about it now. */
    static CompletableFuture<ReloadReport> refused(String message) {
        return CompletableFuture.failedFuture(new IllegalStateException(message));
    }
}
