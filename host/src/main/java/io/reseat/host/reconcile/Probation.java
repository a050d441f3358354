package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.Durations;
import io.reseat.host.model.Requester;
import io.reseat.host.model.Schedule;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.store.StateSnapshot;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches a new generation until it has proved itself, and brings the last good one back if it fails before. Confined to
 * the owner thread.
 *
 * <pre>
 *   swapped ──► on probation ──time passed, a cycle ended well, check passed──► proved: it is the last good one now
 *                  │   │ └──superseded──► the newer one is on probation; what stands by stays
 *                  │   └──the task goes──► over, not proved
 *                  └──a cycle failed, stuck, check failed──► what stands by is brought back, the content is held
 * </pre>
 */
final class Probation {
    private static final Requester PROBATION = new Requester(Requester.Kind.HOST, "probation");
    private static final Duration CHECKED_AGAIN = Duration.ofSeconds(5);

    private final SeatParts seat;
    private final ReloadSlot slot;
    private final Supplier<Optional<Actual.LastGood>> lastGood;
    private @Nullable Trial trial;
    private Optional<Standby> returning = Optional.empty();

    /** @param lastGood what was proved before the host started, with another content than the one that fails */
    Probation(SeatParts seat, ReloadSlot slot, Supplier<Optional<Actual.LastGood>> lastGood) {
        this.seat = seat;
        this.slot = slot;
        this.lastGood = lastGood;
    }

    /**
     * What stands by when another content takes the place of the one in the seat: that one, or what already stood by
     * for it. Asked before the swap is carried out; the probation that was is over.
     *
     * @param handedOver the state of the swap
     */
    Optional<Standby> standbyFor(BuildKey key, @Nullable StateSnapshot handedOver) {
        Optional<StateSnapshot> state = Optional.ofNullable(handedOver);
        Optional<Standby> standby = standby(state);
        if (standby.isPresent() && standby.get().built().key().equals(key)) {
            release(standby);
            return Optional.empty();
        }
        return standby;
    }

    /** A first generation that is on probation still stands by for the next, if a cycle of it ended well. */
    private Optional<Standby> standby(Optional<StateSnapshot> state) {
        if (returning.isPresent()) {
            return returning; // what is in the seat failed, and does not stand by for anything
        }
        Trial now = trial;
        boolean first = now != null && now.standby().isEmpty() && now.hasRunWell();
        Optional<Standby> before = takeStandby();
        return now == null || first ? ofTheSeat(state, !first) : before.map(one -> one.withState(state));
    }

    /** What is brought back and is not in place yet: nothing else is good meanwhile. */
    Optional<Standby> returning() {
        return returning;
    }

    /** Whether a generation is on probation. */
    boolean running() {
        return trial != null;
    }

    /** Ends the probation without a verdict, and hands over what stood by. */
    Optional<Standby> takeStandby() {
        Trial now = trial;
        forgetTrial();
        return now == null ? Optional.empty() : now.standby();
    }

    /**
     * A generation was swapped in.
     *
     * @param commitment what follows when it has proved itself
     */
    void begin(Generation generation, Optional<Standby> standby, Commitment commitment) {
        Trial begun = new Trial(generation, standby, commitment);
        Duration time = generation.spec().reload().probation();
        trial = begun;
        returning = Optional.empty();
        seat.view()
                .probation("on probation for " + Durations.text(time) + " and until a cycle ends well"
                        + standby.map(one -> "; generation " + one.generation() + " stands by")
                                .orElse(""));
        begun.timer(later(time, () -> {
            begun.timePassed();
            settle(begun);
        }));
    }

    /** A content that was proved before was swapped in: nothing of it is watched. */
    void proved(Commitment commitment) {
        end();
        commitment.knownGood();
    }

    /** A cycle of it ended well, or a service said that it works. */
    void ranWell(Generation generation) {
        Trial now = trial;
        if (now != null && now.generation() == generation) {
            now.ranWell();
            settle(now);
        }
    }

    /** Its one cycle ended well: there is nothing more to watch. */
    void completed(Generation generation) {
        Trial now = trial;
        if (now != null && now.generation() == generation) {
            commit(now);
        }
    }

    /** It failed in service; whether the last good one is brought back for it. */
    boolean failed(Generation generation, String message) {
        Trial now = trial;
        if (now == null
                || now.generation() != generation
                || !generation.spec().reload().rollback()) {
            return false;
        }
        BuildKey key = BuildKey.of(generation.spec(), generation.realm().artifact());
        Optional<Standby> standby = now.standby().filter(this::hasWork).or(() -> lastGoodBut(key));
        standby.ifPresent(good -> bringBack(generation, good, message));
        return standby.isPresent();
    }

    /** Nothing is being swapped any more: a verdict that was put off is due. */
    void goOn() {
        Trial now = trial;
        if (now != null) {
            settle(now);
        }
    }

    /** The task goes, or is disabled: nothing is proved. */
    void end() {
        returning = Optional.empty();
        release(takeStandby());
    }

    private void settle(Trial one) {
        boolean due = one == trial && one.due();
        if (!due
                || slot.swapping()
                || !seat.occupancy().holds(one.generation())
                || one.generation().lost()) {
            return; // what is being replaced is asked again if that is refused
        }
        one.checking(true);
        seat.shop().owner().when(one.generation().check(), (nothing, failure) -> {
            if (one != trial || slot.swapping() || one.generation().lost()) { // a loss is judged by itself
                one.checking(false);
            } else if (failure == null) {
                commit(one);
            } else {
                checkFailed(one, GenerationFailure.of("check", failure));
            }
        });
    }

    private void commit(Trial one) {
        end();
        one.proved();
    }

    private void checkFailed(Trial one, GenerationFailure failure) {
        seat.view().failed(one.generation().number(), failure.text(), failure.stack());
        if (!failed(one.generation(), failure.text())) {
            one.checking(false);
            askAgain(one);
            seat.log().warn("generation " + one.generation().number() + " stays on probation: " + failure.text());
        }
    }

    /** After the next cycle that ends well; a service, which has none, after a while. */
    private void askAgain(Trial one) {
        if (one.generation().spec().schedule() instanceof Schedule.Service) {
            one.timer(later(CHECKED_AGAIN, () -> settle(one)));
        } else {
            one.awaitNextCycle();
        }
    }

    private void bringBack(Generation failing, Standby good, String message) {
        Optional<Standby> unused = takeStandby().filter(one -> !one.equals(good));
        release(unused);
        BuildKey bad = BuildKey.of(failing.spec(), failing.realm().artifact());
        slot.held().add(bad, "failed on probation: " + message);
        returning = Optional.of(good.withoutRealm());
        Optional<StateSnapshot> state = stateFor(good);
        Order.Return back = new Order.Return(
                good.generation(),
                good.realm(),
                Optional.of(state),
                List.of(),
                good.proved(),
                good.state().filter(one -> !state.equals(Optional.of(one))));
        String reason = "generation " + failing.number() + " failed on probation: " + message + "; generation "
                + good.generation() + " was brought back";
        slot.bringBack(
                new Order(
                        good.built().spec(),
                        good.built().artifact(),
                        Order.Kind.REINSTATE,
                        Action.Way.REPLACE,
                        reason,
                        PROBATION,
                        Optional.of(back)),
                bad);
    }

    /** The newest checkpoint that the old one can read, else the state of the swap. */
    private Optional<StateSnapshot> stateFor(Standby good) {
        try {
            return good.newest(seat.disk().state());
        } catch (UncheckedIOException e) {
            seat.log().warn(e.getMessage() + "; generation " + good.generation() + " gets the state of the swap");
            return good.state();
        }
    }

    private Optional<Standby> ofTheSeat(Optional<StateSnapshot> state, boolean proved) {
        return seat.occupancy()
                .live()
                .flatMap(live -> seat.occupancy()
                        .built()
                        .map(built -> new Standby(
                                live.number(),
                                built,
                                Optional.of(seat.shop().realms().again(live.realm())),
                                live.stateVersion(),
                                state,
                                proved)));
    }

    /** The newest proved one, also of before the host started, where it is of another content. */
    Optional<Standby> lastGoodBut(BuildKey failing) {
        return lastGood.get()
                .filter(good -> !good.built().key().equals(failing))
                .map(good -> new Standby(
                        good.generation(), good.built(), Optional.empty(), Integer.MAX_VALUE, Optional.empty(), true))
                .filter(this::hasWork);
    }

    /** A once task that is done has nothing to come back for. */
    private boolean hasWork(Standby good) {
        boolean once = good.built().spec().schedule() instanceof Schedule.Once;
        return !once || !seat.disk().completed(good.built().spec());
    }

    private Future<?> later(Duration wait, Runnable then) {
        return seat.shop()
                .services()
                .clock()
                .after(wait, () -> seat.shop().owner().execute(then));
    }

    private void forgetTrial() {
        Trial now = trial;
        if (now != null) {
            now.over();
        }
        trial = null;
        seat.view().probation("");
    }

    private void release(Optional<Standby> standby) {
        standby.flatMap(Standby::realm).ifPresent(seat.shop().realms()::release);
    }
}
