package io.reseat.host.reconcile;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
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

/** An operator's way back to an older generation of one task. Confined to the owner thread. */
final class RollbackByHand {
    private final Seat seat;
    private final SeatParts parts;
    private final ReloadSlot slot;
    private final OlderContents older;

    RollbackByHand(Seat seat, SeatParts parts, ReloadSlot slot, OlderContents older) {
        this.seat = seat;
        this.parts = parts;
        this.slot = slot;
        this.older = older;
    }

    /**
     * Goes back to an older generation, and holds the content that the files want.
     *
     * @param generation which; empty for the newest proved one of another content
     * @param asked when, as {@link System#nanoTime}
     */
    CompletableFuture<ReloadReport> begin(
            OptionalLong generation, boolean withoutState, Supplier<Catalog> catalog, Requester by, long asked) {
        return parts.disk()
                .wholePast()
                .thenComposeAsync(
                        past -> slot.whenFree(() -> {
                            seat.comeBack();
                            LeadUp planning = LeadUp.planning(asked);
                            Action files = seat.decide(catalog.get(), true);
                            if (files instanceof Action.Disable off) {
                                return SeatOperations.disabled(parts.name(), off);
                            } else if (files instanceof Action.Remove) {
                                return SeatOperations.refused(
                                        "task " + parts.name() + " has no file any more; put it back first");
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
}
