package io.reseat.host.reconcile;

import io.reseat.host.isolation.Realm;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationEvents;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.plan.Action;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that takes a task from one generation to the next, or to its first. Confined to the owner thread: each
 * step runs elsewhere and comes back as an event.
 *
 * <pre>
 *   build ──fails──► refused, the old one never noticed
 *     │ superseded ──► dropped: something newer was seen
 *     │ overlap ──► start the new, check it ──fails──► refused, the old one never noticed
 *     │               └──► swapped; the old one is drained and closed
 *     ▼ replace
 *   halt the old ──► save its state ──fails──► refused, the old one goes on
 *     ▼
 *   restore into the new ──vetoed──► refused, the old one goes on
 *     ▼
 *   close the old ──► start the new ──fails──► the old content is brought back
 *     ▼
 *   swapped
 * </pre>
 *
 * <p>Where the new one is lost with a child JVM that something else ended, such as the old one's cycle in it that heeds no
 * interrupt, all begins again in another, once: nobody is charged with that.
 */
final class Reload {
    private final SeatParts seat;
    private final Shop shop;
    private final Departure departure;
    private final GenerationEvents events;
    private final Order order;
    private final ReloadOutcome outcome;
    private final PhaseTimes times = new PhaseTimes();
    private Optional<Lanes.Ticket> inLane = Optional.empty();
    private boolean swapping;
    private boolean superseded;
    private boolean again;
    private boolean oldIsGone;
    private @Nullable Overlap overlap;
    private @Nullable Generation inHand;
    private CompletableFuture<Void> letGo = new CompletableFuture<>();

    Reload(SeatParts seat, Departure departure, GenerationEvents events, Order order, ReloadOutcome outcome) {
        this.seat = seat;
        this.shop = seat.shop();
        this.departure = departure;
        this.events = events;
        this.order = order;
        this.outcome = outcome;
    }

    Order order() {
        return order;
    }

    /** How long its phases took so far. */
    PhaseTimes times() {
        return times;
    }

    /** Whether it is past the point from which something newer waits until this is over. */
    boolean swapping() {
        return swapping;
    }

    /** Whether the new one took over while the old one ran. */
    boolean beside() {
        return overlap != null;
    }

    /** Whether the new one runs already when it takes over: a service had to, to say that it works. */
    boolean runsAlready() {
        return overlap != null && overlap.runsAlready();
    }

    /** Drops the build that is under way. */
    void supersede() {
        superseded = true;
    }

    /** Completes when nothing is left of a build that was dropped. */
    CompletableFuture<Void> letGo() {
        return letGo;
    }

    void begin() {
        shop.lanes().enter(order.artifact().digest(), this::build);
    }

    private void build(Lanes.Ticket ticket) {
        Optional<Realm> kept = again ? Optional.empty() : order.back().flatMap(Order.Return::realm);
        if (kept.isPresent() && !kept.get().usable()) { // its process died meanwhile
            shop.realms().release(kept.get());
            kept = Optional.empty();
        }
        if (superseded) {
            kept.ifPresent(shop.realms()::release);
            ticket.leave();
            letGo.complete(null);
            outcome.superseded();
            return;
        }
        times.begin();
        Realm realm;
        try {
            realm = kept.isPresent()
                    ? kept.get()
                    : shop.realms().acquire(order.artifact(), seat.dial().specFor(order));
        } catch (IOException e) {
            ticket.leave();
            refused(Making.unopened(order, e), false);
            return;
        } catch (RuntimeException | Error e) {
            ticket.leave();
            outcome.broken(this, e);
            return;
        }
        on(new Making(seat, order, events).in(realm), (next, failure) -> {
            if (next == null) {
                shop.realms().release(realm);
            }
            inLane = Optional.of(ticket);
            built(next, failure);
        });
    }

    private void built(@Nullable Generation next, @Nullable Throwable failure) {
        passed(Phase.BUILD);
        if (superseded) { // how it came out says nothing any more
            leaveLane();
            Optional.ofNullable(next).ifPresentOrElse(this::discard, () -> letGo.complete(null));
            outcome.superseded();
        } else if (next == null) {
            unbuilt(GenerationFailure.of("build", failure));
        } else {
            swapping = true;
            inHand = next;
            swap(next);
        }
    }

    private void unbuilt(GenerationFailure failure) {
        boolean mayBeOthers = order.spec().isolation() == Isolation.PLUGIN;
        if (!mayBeOthers || !beginsAgain(failure)) {
            refused(failure, false);
        }
    }

    private void swap(Generation next) {
        Optional<Generation> old =
                oldIsGone ? Optional.empty() : seat.occupancy().live();
        if (order.way() == Action.Way.OVERLAP && next.overlaps() && old.isPresent()) {
            leaveLane();
            overlap = new Overlap(seat, this, next);
            overlap.begin();
        } else {
            old.ifPresentOrElse(running -> inLane.ifPresent(Lanes.Ticket::swaps), this::leaveLane);
            new Replacement(seat, departure, this, old, next).begin();
        }
    }

    /** The new one has started: it is in place. */
    void swapped(Generation next, @Nullable StateSnapshot handedOver) {
        outcome.swapped(this, next, handedOver); // which runs its first cycle; only then may others have the processor
        leaveLane();
    }

    void refused(GenerationFailure failure, boolean oldWasHalted) {
        if (oldIsGone) {
            outcome.failedAfterClose(this, failure, null); // its state is kept
        } else {
            outcome.refused(this, failure, oldWasHalted);
        }
        leaveLane();
    }

    void needless() {
        outcome.needless(this);
        leaveLane();
    }

    void failedAfterClose(GenerationFailure failure, @Nullable StateSnapshot state) {
        outcome.failedAfterClose(this, failure, state);
        leaveLane();
    }

    /** It did not come up beside the old one, which never noticed. */
    void endBeside(Generation next, GenerationFailure failure) {
        inHand = null;
        shop.owner().when(departure.of(next, Duration.ZERO).over(), (ended, nothing) -> {});
        if (!beginsAgain(failure)) {
            refused(failure, false);
        }
    }

    /** Whether all begins again, because what was built was lost through something else, for the first time. */
    private boolean beginsAgain(GenerationFailure failure) {
        if (again || !failure.isLoss()) {
            return false;
        }
        again = true;
        swapping = oldIsGone; // else something newer may take the place of the second build
        letGo = new CompletableFuture<>();
        overlap = null;
        seat.log().warn(failure.text() + "; it is built again in another child JVM");
        leaveLane();
        begin();
        return true;
    }

    /**
     * The same after the swap has begun. What can go on goes on meanwhile.
     *
     * @param gone whether the old one cannot
     * @param state what the new one was to start with
     */
    boolean beginsAgain(GenerationFailure failure, boolean gone, @Nullable StateSnapshot state) {
        if (again || !failure.isLoss()) {
            return false;
        } else if (!gone) {
            outcome.goesOn();
        } else if (state != null) {
            seat.disk().keepState(state); // from where it is taken again
        }
        oldIsGone = gone;
        return beginsAgain(failure);
    }

    /** Lets go what was built and gets no place. */
    void discard(Generation next) {
        CompletableFuture<Void> over = letGo;
        inHand = null;
        on(next.close(), (nothing, failure) -> {
            departure.closed(next, failure);
            shop.realms().release(next.realm());
            over.complete(null);
        });
    }

    /** A step is over that began when the one before was. */
    void passed(Phase phase) {
        times.passed(phase);
    }

    /** What follows from a step, on the owner thread; a fault of the host in it ends the reload. */
    <T> void on(CompletableFuture<T> step, BiConsumer<? super @Nullable T, @Nullable Throwable> then) {
        shop.owner().when(step, guarded(then));
    }

    /** The same, but at once where the step is over: while the task stands still, no other task's event comes first. */
    <T> void atOnce(CompletableFuture<T> step, BiConsumer<? super @Nullable T, @Nullable Throwable> then) {
        if (step.isDone()) {
            CompletionStage<T> over = step;
            over.whenComplete(guarded(then));
        } else {
            on(step, then);
        }
    }

    private <T> BiConsumer<@Nullable T, @Nullable Throwable> guarded(
            BiConsumer<? super @Nullable T, @Nullable Throwable> then) {
        return (value, failure) -> {
            try {
                then.accept(value, failure);
            } catch (RuntimeException | Error e) {
                brokeOff(e);
            }
        };
    }

    /** Others of the plugin may begin; further calls do nothing. */
    void leaveLane() {
        inLane.ifPresent(Lanes.Ticket::leave);
    }

    /** What was built and has no place yet is let go all the same. */
    private void brokeOff(Throwable fault) {
        leaveLane();
        Generation left = inHand;
        inHand = null;
        if (left != null && !seat.occupancy().holds(left)) {
            shop.owner().when(left.close(), (nothing, failure) -> shop.realms().release(left.realm()));
        }
        outcome.broken(this, fault);
    }
}
