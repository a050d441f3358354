package io.reseat.host.reconcile;

import io.reseat.host.isolation.Realm;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.store.StateSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows in a seat from one reload that took no place: what runs goes on, what was good is brought back, or it is
 * tried again, and its content is held where it is to blame. Confined to the owner thread.
 */
final class FailedReload {
    private final SeatParts seat;
    private final ReloadSlot slot;
    private final Order order;
    private final ReloadEnd end;

    FailedReload(SeatParts seat, ReloadSlot slot, Order order, ReloadEnd end) {
        this.seat = seat;
        this.slot = slot;
        this.order = order;
        this.end = end;
    }

    /** Nothing of what runs is changed, but that it may have been halted. */
    void refused(Reload mine, GenerationFailure failure, boolean oldWasHalted) {
        seat.view().failed(end.from(), failure.text(), failure.stack());
        if (failure.isVeto() && repeated(mine, failure)) {
            return;
        }
        boolean again = isTriedAgain();
        if (isTried() && !again && failure.ofContent()) {
            slot.held().add(order.key(), "failed before: " + failure.text(), failure.isVeto());
        }
        if (oldWasHalted) {
            goesOn();
        }
        String reason = failure.text() + (again ? "; it is tried again" : remedy(failure));
        if (failure.ofState()) {
            slot.recovery().stateRefused();
            reason += withoutState(seat.name());
        }
        slot.over(mine);
        if (again) {
            slot.recovery().tryAgain(order, failure);
        } else {
            endedIn(reason, failure);
        }
        end.in(mine, Outcome.REFUSED, reason, failure.problems(), Duration.ZERO);
    }

    /** What was halted goes on, unless it is what failed. */
    void goesOn() {
        if (!order.goesBack() && !slot.retry().goesBack() && !seat.occupancy().lost()) {
            seat.occupancy().goOn();
        }
    }

    /** What is brought back vetoed the newest state: the one of the swap may be good. */
    private boolean repeated(Reload mine, GenerationFailure failure) {
        Optional<Order> other = order.goesBack() ? order.withOtherState() : Optional.empty();
        other.ifPresent(one -> {
            seat.log().warn(failure.text() + "; it is brought back with the state of the swap");
            slot.over(mine);
            slot.begin(one, end.answer());
        });
        return other.isPresent();
    }

    /** Nobody waits for it, or nothing else is there and it was good before. */
    private boolean isTriedAgain() {
        boolean nothingElse = slot.retry().due().isEmpty() && order.kind() != Order.Kind.GO_BACK;
        return !order.kind().asked() || (nothingElse && isAway());
    }

    /** Whether a refusal says something about its content, so that the same is not tried again. */
    private boolean isTried() {
        boolean runs = isOfThis(seat.occupancy().built().map(Actual.Built::key));
        boolean waits = isOfThis(slot.retry().due().map(Order::key));
        boolean another = order.kind() == Order.Kind.CHANGE || (order.kind() == Order.Kind.RESTART && !runs);
        return another && !waits && !isAway();
    }

    private boolean isOfThis(Optional<BuildKey> key) {
        return key.filter(order.key()::equals).isPresent();
    }

    /** Nothing runs, and it was good before: what it needs, a database perhaps, may be away for an hour. */
    private boolean isAway() {
        return seat.occupancy().empty()
                && (order.kind() == Order.Kind.LAST_GOOD
                        || seat.disk().past().good().stream()
                                .anyMatch(entry -> RollbackByHand.isOf(entry, order.key())));
    }

    /** It is refused for good; what was to be tried again before it came is tried again. */
    private void endedIn(String reason, GenerationFailure failure) {
        boolean lost = seat.occupancy().lost(); // which is seen to after this
        boolean stands = (lost || slot.retry().goesBack()) && seat.view().state() == TaskState.RELOADING;
        if (stands || seat.view().state() == TaskState.STARTING) {
            boolean waits = lost || slot.retry().due().isPresent();
            seat.view().enter(waits ? TaskState.BACKOFF : TaskState.REFUSED, reason);
        }
        seat.view().note(reason, failure.problems());
        slot.retry().takeUp();
    }

    /** What ran was closed and the new one did not start: something that was good has to run again. */
    void afterClose(Reload mine, GenerationFailure failure, @Nullable StateSnapshot state) {
        seat.view().failed(end.from(), failure.text(), failure.stack());
        if (state != null) {
            seat.disk().keepState(state);
        }
        Optional<Standby> before = order.kind().asked() ? ranBefore() : Optional.empty();
        seat.occupancy().drop();
        slot.over(mine);
        Optional<Standby> good = before.or(this::insteadOfFirst);
        if (good.isPresent()) {
            hold(failure, good.get().built().key());
            bringBack(good.get(), failure.text());
        } else if (!failure.isVeto() || !repeated(mine, failure)) {
            slot.recovery().tryAgain(order, failure);
            end.in(mine, Outcome.REFUSED, failure.text() + "; it is tried again", List.of(), Duration.ZERO);
        }
    }

    /** What ran until it was closed, in its realm, or what was on its way back already. */
    private Optional<Standby> ranBefore() {
        Optional<Generation> live = seat.occupancy().live();
        Optional<Actual.Built> built = seat.occupancy().built();
        return live.isEmpty() || built.isEmpty()
                ? Optional.empty()
                : slot.probation().returning().or(() -> Optional.of(standby(live.get(), built.get())));
    }

    private Standby standby(Generation closed, Actual.Built built) {
        Realm realm = seat.shop().realms().again(closed.realm());
        boolean proved = !slot.probation().running();
        return new Standby(end.from(), built, Optional.of(realm), 0, Optional.empty(), proved);
    }

    /** What was good before the host started, where a new content is the first that it starts. */
    private Optional<Standby> insteadOfFirst() {
        boolean mayGoBack =
                order.kind() == Order.Kind.CHANGE && order.spec().reload().rollback();
        return mayGoBack ? slot.probation().lastGoodBut(order.key()) : Optional.empty();
    }

    /** What fails is not held where it is what runs again: a restart proves nothing about its content. */
    private void hold(GenerationFailure failure, BuildKey runsAgain) {
        if (failure.ofContent() && !order.key().equals(runsAgain)) {
            slot.held().add(order.key(), "failed before: " + failure.text(), failure.isVeto());
        }
    }

    private void bringBack(Standby good, String failure) {
        Order.Return back =
                new Order.Return(good.generation(), good.realm(), Optional.empty(), List.of(), good.proved());
        slot.begin(
                new Order(
                        good.built().spec(),
                        good.built().artifact(),
                        Order.Kind.REINSTATE,
                        Action.Way.REPLACE,
                        failure + "; generation " + good.generation() + " was brought back",
                        order.requester(),
                        Optional.of(back)),
                end.answer());
    }

    private String remedy(GenerationFailure failure) {
        if (seat.occupancy().empty()) {
            boolean waits = slot.retry().due().isPresent();
            return waits
                    ? "; what was to run before is tried again"
                    : "; nothing runs; change its file or plugin, or: reseat restart " + seat.name();
        }
        boolean told = !failure.problems().isEmpty() || failure.ofState() || order.kind() == Order.Kind.GO_BACK;
        return "; generation " + seat.occupancy().number() + " goes on" + (told ? "" : wayOut(seat.name()));
    }

    /** What can be done where what runs does not hand over its state. */
    static String withoutState(TaskName task) {
        return "; it is tried again when its state could be saved between two cycles, or: reseat reload " + task
                + "; to go on without that state: reseat restart " + task + " --without-state";
    }

    /** What can be done where a content is not tried again. */
    static String wayOut(TaskName task) {
        return "; change its file or plugin, or: reseat reload " + task + " --force";
    }
}
