package io.reseat.host.reconcile;

import io.reseat.host.isolation.Realm;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.store.StateSnapshot;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What follows in a seat from the outcome of one reload: it takes its place, or, by {@link FailedReload}, it does not.
 * Confined to the owner thread.
 */
final class SwapOutcome implements ReloadOutcome {
    private final SeatParts seat;
    private final ReloadSlot slot;
    private final Order order;
    private final ReloadEnd end;
    private final FailedReload failed;

    SwapOutcome(SeatParts seat, ReloadSlot slot, Order order, CompletableFuture<ReloadReport> answer) {
        this.seat = seat;
        this.slot = slot;
        this.order = order;
        this.end = new ReloadEnd(seat, slot, order, answer);
        this.failed = new FailedReload(seat, slot, order, end);
    }

    @Override
    public void swapped(Reload mine, Generation next, @Nullable StateSnapshot handedOver) {
        Probation probation = slot.probation();
        boolean onTrialStill = order.kind() == Order.Kind.REINSTATE && probation.running();
        boolean proved = order.back().filter(Order.Return::proved).isPresent() && !onTrialStill;
        Optional<Standby> standby = onTrialStill
                ? probation.takeStandby()
                : proved ? Optional.empty() : probation.standbyFor(order.key(), leftState(handedOver));
        keep(next, handedOver); // first, or it could take the place of what the new one's first cycle saves
        Optional<Realm> replaced = seat.occupancy().live().map(Generation::realm);
        Optional<Departure.Exit> beside = takePlace(mine, next);
        seat.disk().keepPlugin(order.artifact().digest()); // its cycle waits for no other thread's turn
        order.back().ifPresent(back -> seat.view().broughtBack(back.generation()));
        slot.recovery().cancel();
        slot.recovery().losses().tookPlace(next);
        String reason = seat.dial().tookPlace(order, next);
        slot.held().remove(order.key());
        seat.view().note(noteOf(), problems());
        Duration watched = proved ? Duration.ZERO : order.spec().reload().probation();
        ReloadReport report = end.in(mine, outcome(), reason, List.of(), watched);
        Commitment commitment = new Commitment(seat, report, replaced);
        beside.ifPresent(commitment::follows);
        if (proved) {
            probation.proved(commitment);
        } else {
            probation.begin(next, standby, commitment);
            if (next.works()) {
                probation.ranWell(next); // it said so before it was in place, and says it once
            }
        }
    }

    @Override
    public void refused(Reload mine, GenerationFailure failure, boolean oldWasHalted) {
        failed.refused(mine, failure, oldWasHalted);
    }

    @Override
    public void failedAfterClose(Reload mine, GenerationFailure failure, @Nullable StateSnapshot state) {
        failed.afterClose(mine, failure, state);
    }

    @Override
    public void needless(Reload mine) {
        slot.over(mine);
        seat.occupancy().live().ifPresent(slot.recovery()::done);
        seat.occupancy().ranAlready(order.spec(), order.artifact());
        seat.view().note("", List.of());
        end.answer()
                .complete(seat.reports()
                        .journaled(seat.reports()
                                .of(Outcome.UNCHANGED, "ran once with this config meanwhile", order.requester())));
    }

    @Override
    public void broken(Reload mine, Throwable fault) {
        slot.over(mine);
        String what = "a reload broke off by a fault of the host: " + fault
                + "; please report this with the log, then: reseat restart " + seat.name();
        seat.log().error(what + "\n" + GenerationFailure.of("reload", fault).stack());
        seat.view().failed(end.from(), what, "");
        slot.endIn(what);
        end.answer().completeExceptionally(new IllegalStateException(what));
    }

    @Override
    public void goesOn() {
        failed.goesOn();
    }

    @Override
    public void superseded() {
        // whoever superseded it has taken its place
    }

    /** What leaves beside it, where the two overlap. */
    private Optional<Departure.Exit> takePlace(Reload mine, Generation next) {
        if (mine.beside()) {
            Optional<Generation> old = seat.occupancy().leave();
            seat.occupancy().take(next, order.artifact());
            seat.occupancy().goOnFrom(mine.runsAlready());
            return old.map(last -> slot.end(last, Departure.drain(last)));
        }
        seat.occupancy().take(next, order.artifact());
        seat.occupancy().goOn();
        return Optional.empty();
    }

    /** What the one before comes back with. */
    private @Nullable StateSnapshot leftState(@Nullable StateSnapshot handedOver) {
        try {
            return order.withoutState() ? seat.disk().state().orElse(null) : handedOver;
        } catch (UncheckedIOException e) {
            seat.log().warn(e.getMessage() + "; if it is brought back, it is without that state");
            return null;
        }
    }

    /** What stands on the disk is what the new one runs on, even if it comes from an older generation. */
    private void keep(Generation next, @Nullable StateSnapshot state) {
        if (order.withoutState()) {
            seat.disk().setStateAside(next.number());
        } else if (state != null) {
            boolean older = order.back().isPresent();
            seat.disk()
                    .keepState(
                            older
                                    ? new StateSnapshot(
                                            state.stateVersion(), state.pluginVersion(), next.number(), state.values())
                                    : state);
        }
    }

    private Outcome outcome() {
        return switch (order.kind()) {
            case REINSTATE, LAST_GOOD -> Outcome.ROLLED_BACK;
            case GO_BACK -> Outcome.RESTORED;
            case REBUILD -> order.back().isPresent() ? Outcome.ROLLED_BACK : newOne();
            case CHANGE, RESTART -> newOne();
        };
    }

    private Outcome newOne() {
        return end.from() == 0 ? Outcome.ADDED : Outcome.RELOADED;
    }

    private String noteOf() {
        if (order.back().isEmpty()) {
            return "";
        }
        boolean filesAreWrong = order.kind() == Order.Kind.LAST_GOOD; // the reason says what to do about them
        return order.reason() + "; what its files hold now does not run"
                + (filesAreWrong ? "" : FailedReload.wayOut(seat.name()));
    }

    private List<Problem> problems() {
        return order.back().map(Order.Return::problems).orElse(List.of());
    }
}
