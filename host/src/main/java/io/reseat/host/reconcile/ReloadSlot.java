package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.BuildKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one reload, or the one ending, that may be under way in a seat. Confined to the owner thread.
 *
 * <p>A build gives way to something newer; from the swap on, and while a generation ends, the newer one waits.
 */
final class ReloadSlot {
    private final SeatParts seat;
    private final Departure departure;
    private final Recovery recovery;
    private final Set<BuildKey> held = new HashSet<>();
    private @Nullable Reload reload;
    private CompletableFuture<ReloadReport> underWay = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);

    ReloadSlot(SeatParts seat) {
        this.seat = seat;
        this.departure = new Departure(seat);
        this.recovery = new Recovery(seat, this);
    }

    Recovery recovery() {
        return recovery;
    }

    /** What failed before, and is not tried again with the same content. */
    Set<BuildKey> held() {
        return held;
    }

    /** Whether something newer has to wait. */
    boolean busy() {
        return (reload != null && reload.swapping()) || !ending.isDone();
    }

    /** Whether a reload is under way, at whatever step. */
    boolean building() {
        return reload != null;
    }

    /** The report of the build that is under way for just this, if there is one. */
    Optional<CompletableFuture<ReloadReport>> underWay(BuildKey key) {
        return reload != null && reload.order().key().equals(key) ? Optional.of(underWay) : Optional.empty();
    }

    /** Does it now, or when the swap or the ending that is under way is over. */
    <T> CompletableFuture<T> whenFree(Supplier<CompletableFuture<T>> then) {
        if (!busy()) {
            return then.get();
        }
        CompletableFuture<?> before =
                reload != null && reload.swapping() ? underWay.handle((report, failure) -> report) : ending;
        return before.thenComposeAsync(over -> whenFree(then), seat.shop().owner());
    }

    /** Begins a reload where none is under way. */
    CompletableFuture<ReloadReport> begin(Reload.Order order) {
        recovery.cancel();
        CompletableFuture<ReloadReport> report = new CompletableFuture<>();
        SwapOutcome outcome = new SwapOutcome(seat, this, order, report);
        Reload next = new Reload(seat, departure, recovery, order, outcome);
        reload = next;
        underWay = report;
        seat.view().tried(order.spec());
        if (seat.occupancy().empty() && order.kind() != Reload.Kind.REINSTATE) {
            seat.view().enter(TaskState.STARTING, order.reason());
        }
        seat.reports().tell(new HostEvent.ReloadStarted(seat.name(), Instant.now(), order.reason(), order.requester()));
        next.begin();
        return report;
    }

    /** A build that is under way is dropped for something newer; whoever waits for it gets the newer one's report. */
    CompletableFuture<ReloadReport> inPlaceOfBuild(Supplier<CompletableFuture<ReloadReport>> newer) {
        CompletableFuture<ReloadReport> older = underWay;
        boolean dropped = dropBuild();
        CompletableFuture<ReloadReport> report = newer.get();
        return dropped ? report.whenComplete((made, failure) -> pass(older, made, failure)) : report;
    }

    boolean dropBuild() {
        if (reload == null) {
            return false;
        }
        reload.supersede();
        reload = null;
        if (seat.view().state() == TaskState.STARTING) {
            seat.view().enter(TaskState.NEW, "");
        }
        return true;
    }

    /** The reload is over; its outcome follows. */
    void over(Reload ended) {
        if (reload == ended) {
            reload = null;
        }
    }

    /** Ends what is in the seat; completes when that is over, whatever came of it. */
    CompletableFuture<Void> end(Duration drain) {
        Optional<Generation> last = seat.occupancy().leave();
        if (last.isPresent()) {
            ending = departure.of(last.get(), drain);
        }
        return ending;
    }

    private static void pass(
            CompletableFuture<ReloadReport> to, @Nullable ReloadReport report, @Nullable Throwable failure) {
        if (failure == null) {
            to.complete(report);
        } else {
            to.completeExceptionally(failure);
        }
    }
}
