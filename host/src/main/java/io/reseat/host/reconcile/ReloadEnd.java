package io.reseat.host.reconcile;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The end of one reload: its report, for the journal, for listeners and for whoever waits. Confined to the owner thread. */
final class ReloadEnd {
    private final SeatParts seat;
    private final ReloadSlot slot;
    private final Order order;
    private final CompletableFuture<ReloadReport> answer;
    private final long from;

    ReloadEnd(SeatParts seat, ReloadSlot slot, Order order, CompletableFuture<ReloadReport> answer) {
        this.seat = seat;
        this.slot = slot;
        this.order = order;
        this.answer = answer;
        this.from = seat.occupancy().number();
    }

    /** What ran when the reload began; 0 if nothing ever did. */
    long from() {
        return from;
    }

    /** What whoever waits for the reload is answered. */
    CompletableFuture<ReloadReport> answer() {
        return answer;
    }

    /**
     * It ends so.
     *
     * @param watched how long what took its place is on probation; zero where nothing did, or it was proved before
     */
    ReloadReport in(Reload mine, Outcome outcome, String reason, List<Problem> problems, Duration watched) {
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
                mine.times().soFar(),
                0,
                outcome == Outcome.REFUSED
                        ? 0
                        : order.back().map(Order.Return::generation).orElse(0L),
                watched);
        seat.reports().journaled(result, order.spec(), order.artifact());
        tellStep(result);
        answer.complete(result);
        return result;
    }

    private void tellStep(ReloadReport result) {
        HostEvent.Step step = switch (result.outcome()) {
            case ROLLED_BACK, RESTORED -> HostEvent.Step.ROLLED_BACK;
            case REFUSED -> HostEvent.Step.REFUSED;
            default -> HostEvent.Step.SWAPPED;
        };
        seat.reports().step(step, result);
    }
}
