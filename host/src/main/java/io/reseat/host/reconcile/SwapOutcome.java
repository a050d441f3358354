package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.Actual;
import io.reseat.host.store.StateSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What follows in a seat from the outcome of one reload. Confined to the owner thread. */
final class SwapOutcome implements Reload.Outcome {
    private final SeatParts seat;
    private final ReloadSlot slot;
    private final Reload.Order order;
    private final CompletableFuture<ReloadReport> answer;
    private final long from;

    SwapOutcome(SeatParts seat, ReloadSlot slot, Reload.Order order, CompletableFuture<ReloadReport> answer) {
        this.seat = seat;
        this.slot = slot;
        this.order = order;
        this.answer = answer;
        this.from = seat.occupancy().number();
    }

    @Override
    public void swapped(Reload mine, Generation next, @Nullable StateSnapshot handedOver) {
        seat.occupancy().take(next, order.artifact());
        slot.recovery().cancel();
        slot.held().remove(order.key());
        if (handedOver != null) {
            seat.disk().keepState(handedOver);
        }
        seat.disk().keepPlugin(order.artifact().digest());
        seat.occupancy().goOn();
        boolean back = order.kind() == Reload.Kind.REINSTATE;
        seat.view().note(back ? order.reason() + "; what its files hold now does not run" : "", List.of());
        Outcome outcome = back ? Outcome.ROLLED_BACK : from == 0 ? Outcome.ADDED : Outcome.RELOADED;
        finish(mine, outcome, order.reason(), List.of());
    }

    @Override
    public void refused(Reload mine, GenerationFailure failure, boolean oldWasHalted) {
        seat.view().failed(from, failure.text(), failure.stack());
        if (order.kind() == Reload.Kind.CHANGE && failure.ofContent()) {
            slot.held().add(order.key());
        }
        if (oldWasHalted) {
            seat.occupancy().goOn();
        }
        boolean asked = order.kind() == Reload.Kind.CHANGE || order.kind() == Reload.Kind.RESTART;
        String reason = failure.text() + (asked ? remedy() : "; it is tried again");
        slot.over(mine);
        if (!asked) {
            slot.recovery().tryAgain(order, failure.text());
        } else {
            if (seat.occupancy().empty()) {
                slot.recovery().cancel();
                seat.view().enter(TaskState.REFUSED, reason);
            }
            seat.view().note(reason, failure.problems());
            slot.recovery().takeUp();
        }
        finish(mine, Outcome.REFUSED, reason, failure.problems());
    }

    @Override
    public void failedAfterClose(Reload mine, GenerationFailure failure, @Nullable StateSnapshot state) {
        seat.view().failed(from, failure.text(), failure.stack());
        if (state != null) {
            seat.disk().keepState(state);
        }
        Optional<Actual.Built> before =
                seat.occupancy().empty() ? Optional.empty() : seat.occupancy().built();
        seat.occupancy().drop();
        slot.over(mine);
        if (before.isEmpty() || order.kind() == Reload.Kind.REBUILD) {
            slot.recovery().tryAgain(order, failure.text());
            finish(mine, Outcome.REFUSED, failure.text() + "; it is tried again", List.of());
        } else {
            slot.held().add(order.key());
            bringBack(before.get(), failure.text());
        }
    }

    @Override
    public void broken(Reload mine, Throwable fault) {
        slot.over(mine);
        String what = "a reload broke off by a fault of the host: " + fault
                + "; please report this with the log, then: reseat restart " + seat.name();
        seat.log().error(what + "\n" + GenerationFailure.of("reload", fault).stack());
        seat.view().failed(from, what, "");
        answer.completeExceptionally(new IllegalStateException(what));
    }

    @Override
    public void superseded() {
        // whoever superseded it has taken its place
    }

    private void bringBack(Actual.Built before, String failure) {
        Reload.Order back = new Reload.Order(
                before.spec(),
                before.artifact(),
                Reload.Kind.REINSTATE,
                failure + "; generation " + from + " was brought back",
                order.requester());
        slot.begin(back, answer);
    }

    private String remedy() {
        return seat.occupancy().empty()
                ? "; nothing runs; change its file or plugin, or: reseat restart " + seat.name()
                : "; generation " + seat.occupancy().number() + " goes on";
    }

    private void finish(Reload mine, Outcome outcome, String reason, List<Problem> problems) {
        slot.over(mine);
        ReloadReport result = new ReloadReport(
                seat.name(),
                outcome,
                from,
                seat.occupancy().number(),
                reason,
                problems,
                order.requester(),
                Instant.now(),
                mine.phases());
        seat.reports().journaled(result);
        tellSteps(result);
        answer.complete(result);
    }

    private void tellSteps(ReloadReport result) {
        if (result.outcome() == Outcome.ROLLED_BACK) {
            seat.reports().step(HostEvent.Step.ROLLED_BACK, result);
        } else if (result.outcome() == Outcome.REFUSED) {
            seat.reports().step(HostEvent.Step.REFUSED, result);
        } else {
            seat.reports().step(HostEvent.Step.SWAPPED, result);
            seat.reports().step(HostEvent.Step.COMMITTED, result);
        }
    }
}
