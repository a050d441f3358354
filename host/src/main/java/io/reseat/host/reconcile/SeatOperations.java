package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.RunNow;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.plan.Catalog;
import io.reseat.host.store.Past;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an operator asks of one task beside its files. Confined to the owner thread. */
final class SeatOperations {
    private static final String PAUSED = "paused; kept over restarts until it is resumed";

    private final Seat seat;
    private final SeatParts parts;
    private final ReloadSlot slot;
    private final OlderContents older;

    SeatOperations(Seat seat, SeatParts parts, ReloadSlot slot, OlderContents older) {
        this.seat = seat;
        this.parts = parts;
        this.slot = slot;
        this.older = older;
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
                return refused(disabled(off));
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
            if (slot.recovery().goesBack()) {
                parts.view().enter(TaskState.BACKOFF, "what failed is taken back");
            } else if (wasPaused
                    && !parts.occupancy().empty()) { // also where the cycle before the pause has not ended yet
                slot.recovery().forget();
                parts.occupancy().goOn();
                return parts.reports().done(Outcome.RESUMED, "resumed", by);
            }
            slot.recovery().takeUp();
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

    /**
     * Goes back to an older generation, and holds the content that the files want.
     *
     * @param generation which; empty for the newest proved one of another content
     * @param asked when, as {@link System#nanoTime}
     */
    CompletableFuture<ReloadReport> rollback(
            OptionalLong generation, boolean withoutState, Supplier<Catalog> catalog, Requester by, long asked) {
        return parts.disk()
                .wholePast()
                .thenComposeAsync(
                        past -> slot.whenFree(() -> {
                            seat.comeBack();
                            LeadUp planning = LeadUp.planning(asked);
                            Action files = seat.decide(catalog.get(), true);
                            if (files instanceof Action.Disable off) {
                                return refused(disabled(off));
                            } else if (files instanceof Action.Remove) {
                                return refused("task " + parts.name() + " has no file any more; put it back first");
                            }
                            HistoryEntry target = target(generation, past);
                            Actual.Built content = older.content(target, past);
                            Set<BuildKey> left = leftBehind(files, content.key());
                            boolean dropsChange = slot.order()
                                    .filter(order -> order.kind() == Order.Kind.CHANGE)
                                    .isPresent();
                            return slot.after(
                                            planning.planned(),
                                            () -> slot.inPlaceOfBuild(() -> goBack(target, content, withoutState, by)))
                                    .thenApply(report -> holding(report, left, by))
                                    .whenComplete((report, failure) -> takeUp(dropsChange, report));
                        }),
                        parts.shop().owner());
    }

    private CompletableFuture<ReloadReport> goBack(
            HistoryEntry target, Actual.Built content, boolean withoutState, Requester by) {
        slot.recovery().forget();
        Order.Return back =
                new Order.Return(target.generation(), Optional.empty(), Optional.empty(), List.of(), target.proved());
        return slot.begin(new Order(
                        content.spec(),
                        content.artifact(),
                        Order.Kind.GO_BACK,
                        Action.Way.REPLACE,
                        "generation " + target.generation() + " was asked for",
                        by,
                        Optional.of(back))
                .withoutState(withoutState));
    }

    /** The files' change that a rollback took the place of is looked at again where that came to nothing. */
    private void takeUp(boolean dropped, @Nullable ReloadReport report) {
        if (dropped && (report == null || report.outcome() != Outcome.RESTORED)) {
            parts.shop().again().accept(parts.name(), "rollback");
        }
    }

    private ReloadReport holding(ReloadReport report, Set<BuildKey> left, Requester by) {
        if (report.outcome() == Outcome.RESTORED) {
            left.forEach(key -> slot.held().add(key, "was gone back from by " + by));
        }
        return report;
    }

    /** What the files want, and what runs; not what is gone back to. */
    private Set<BuildKey> leftBehind(Action files, BuildKey target) {
        Set<BuildKey> left = new HashSet<>();
        if (files instanceof Action.Build build) {
            left.add(build.key());
        }
        parts.occupancy().built().ifPresent(runs -> left.add(runs.key()));
        left.remove(target);
        return left;
    }

    private HistoryEntry target(OptionalLong generation, Past past) {
        if (generation.isPresent()) {
            return past.generation(generation.getAsLong())
                    .orElseThrow(() -> unknown("no generation " + generation.getAsLong()));
        }
        return past.good().stream()
                .filter(this::differs)
                .findFirst()
                .orElseThrow(
                        () -> unknown("no older generation that was proved and has another content" + unproved(past)));
    }

    /** Whether a generation is of another content than what runs. */
    private boolean differs(HistoryEntry entry) {
        Optional<BuildKey> now = parts.occupancy().built().map(Actual.Built::key);
        return entry.content().isPresent()
                && now.filter(key -> isOf(entry, key)).isEmpty();
    }

    /** The newest that ran and did not fail, but gave way to a newer one before it had proved itself. */
    private String unproved(Past past) {
        return past.unproved().stream()
                .filter(this::differs)
                .findFirst()
                .map(entry -> "; generation " + entry.label()
                        + " ran but was not proved, it can be asked for by its number: reseat rollback " + parts.name()
                        + " " + entry.generation())
                .orElse("");
    }

    /** Whether a generation is of this content, as far as the history tells. */
    static boolean isOf(HistoryEntry entry, BuildKey key) {
        return entry.content()
                .filter(content -> content.artifact().equals(key.artifact())
                        && content.config().equals(key.config()))
                .isPresent();
    }

    private IllegalStateException unknown(String what) {
        return new IllegalStateException(
                "task " + parts.name() + " has " + what + "; what there is: reseat history " + parts.name());
    }

    private ReloadReport pausedNow(Generation live, Requester by) {
        if (!parts.occupancy().paused()) {
            return resumedMeanwhile(live, by);
        }
        boolean stillThere = parts.occupancy().paused() && parts.occupancy().holds(live);
        if (stillThere && (state() == TaskState.RUNNING || state() == TaskState.BACKOFF)) {
            if (slot.recovery().goesBack()) {
                slot.recovery().suspend();
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

    private String disabled(Action.Disable by) {
        return "task " + parts.name() + " is disabled by " + by.spec().file()
                + "; set 'enabled: true' there to start it";
    }

    private static CompletableFuture<ReloadReport> refused(String message) {
        return CompletableFuture.failedFuture(new IllegalStateException(message));
    }
}
