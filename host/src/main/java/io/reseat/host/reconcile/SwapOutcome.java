package io.reseat.host.reconcile;

import io.reseat.host.isolation.Realm;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.store.StateSnapshot;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What follows in a seat from the outcome of one reload. Confined to the owner thread. */
final class SwapOutcome implements Reload.Outcome {
    private final SeatParts seat;
    private final ReloadSlot slot;
    private final Order order;
    private final CompletableFuture<ReloadReport> answer;
    private final long from;

    SwapOutcome(SeatParts seat, ReloadSlot slot, Order order, CompletableFuture<ReloadReport> answer) {
        this.seat = seat;
        this.slot = slot;
        this.order = order;
        this.answer = answer;
        this.from = seat.occupancy().number();
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
        slot.held().remove(order.key());
        seat.view().note(noteOf(), problems());
        Duration watched = proved ? Duration.ZERO : order.spec().reload().probation();
        ReloadReport report = finish(mine, outcome(), order.reason(), List.of(), watched);
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
        seat.view().failed(from, failure.text(), failure.stack());
        if (failure.isVeto() && repeated(mine, failure)) {
            return;
        }
        boolean again = isTriedAgain();
        if (isTried() && !again && failure.ofContent()) {
            slot.held().add(order.key(), "failed before: " + failure.text(), failure.isVeto());
        }
        boolean oldFailed = order.goesBack() || slot.recovery().goesBack();
        if (oldWasHalted && !oldFailed) {
            seat.occupancy().goOn();
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
        finish(mine, Outcome.REFUSED, reason, failure.problems(), Duration.ZERO);
    }

    /** What is brought back vetoed the newest state: the one of the swap may be good. */
    private boolean repeated(Reload mine, GenerationFailure failure) {
        Optional<Order> other = order.goesBack() ? order.withOtherState() : Optional.empty();
        other.ifPresent(one -> {
            seat.log().warn(failure.text() + "; it is brought back with the state of the swap");
            slot.over(mine);
            slot.begin(one, answer);
        });
        return other.isPresent();
    }

    /** Nobody waits for it, or nothing else is there and it was good before. */
    private boolean isTriedAgain() {
        boolean nothingElse = slot.recovery().due().isEmpty() && order.kind() != Order.Kind.GO_BACK;
        return !order.kind().asked() || (nothingElse && isAway());
    }

    /** Whether a refusal says something about its content, so that the same is not tried again. */
    private boolean isTried() {
        boolean runs = isOfThis(seat.occupancy().built().map(Actual.Built::key));
        boolean waits = isOfThis(slot.recovery().due().map(Order::key));
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
        boolean stands = slot.recovery().goesBack() && seat.view().state() == TaskState.RELOADING;
        if (stands || seat.view().state() == TaskState.STARTING) {
            boolean waits = slot.recovery().due().isPresent();
            seat.view().enter(waits ? TaskState.BACKOFF : TaskState.REFUSED, reason);
        }
        seat.view().note(reason, failure.problems());
        slot.recovery().takeUp();
    }

    @Override
    public void needless(Reload mine) {
        slot.over(mine);
        seat.occupancy().live().ifPresent(slot.recovery()::done);
        seat.occupancy().ranAlready(order.spec(), order.artifact());
        seat.view().note("", List.of());
        answer.complete(seat.reports()
                .journaled(seat.reports()
                        .of(Outcome.UNCHANGED, "ran once with this config meanwhile", order.requester())));
    }

    @Override
    public void failedAfterClose(Reload mine, GenerationFailure failure, @Nullable StateSnapshot state) {
        seat.view().failed(from, failure.text(), failure.stack());
        if (state != null) {
            seat.disk().keepState(state);
        }
        Optional<Generation> before = seat.occupancy().live();
        Optional<Actual.Built> built = seat.occupancy().built();
        Optional<Standby> returning = slot.probation().returning();
        Optional<Realm> realm = before.filter(old -> returning.isEmpty())
                .map(old -> seat.shop().realms().again(old.realm()));
        seat.occupancy().drop();
        slot.over(mine);
        if (before.isPresent() && built.isPresent() && order.kind().asked()) {
            hold(failure, returning.map(Standby::built).orElseGet(built::get).key());
            boolean proved = !slot.probation().running();
            bringBack(
                    returning.orElseGet(() -> new Standby(from, built.get(), realm, 0, Optional.empty(), proved)),
                    failure.text());
            return;
        }
        realm.ifPresent(seat.shop().realms()::release);
        Optional<Standby> lastGood = insteadOfFirst();
        if (lastGood.isPresent()) {
            hold(failure, lastGood.get().built().key());
            bringBack(lastGood.get(), failure.text());
        } else if (!failure.isVeto() || !repeated(mine, failure)) {
            slot.recovery().tryAgain(order, failure);
            finish(mine, Outcome.REFUSED, failure.text() + "; it is tried again", List.of(), Duration.ZERO);
        }
    }

    /** What was good before the host started, where a new content is the first that it starts. */
    private Optional<Standby> insteadOfFirst() {
        boolean mayGoBack =
                order.kind() == Order.Kind.CHANGE && order.spec().reload().rollback();
        return mayGoBack ? slot.probation().lastGoodBut(order.key()) : Optional.empty();
    }

    /** What fails is not held where it is what runs again: a restart proves nothing about its content. */
    private void hold(GenerationFailure failure, BuildKey runsAgain) {
        if (!order.key().equals(runsAgain)) {
            slot.held().add(order.key(), "failed before: " + failure.text(), failure.isVeto());
        }
    }

    @Override
    public void broken(Reload mine, Throwable fault) {
        slot.over(mine);
        String what = "a reload broke off by a fault of the host: " + fault
                + "; please report this with the log, then: reseat restart " + seat.name();
        seat.log().error(what + "\n" + GenerationFailure.of("reload", fault).stack());
        seat.view().failed(from, what, "");
        slot.endIn(what);
        answer.completeExceptionally(new IllegalStateException(what));
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
                answer);
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
        return from == 0 ? Outcome.ADDED : Outcome.RELOADED;
    }

    private String noteOf() {
        if (order.back().isEmpty()) {
            return "";
        }
        boolean filesAreWrong = order.kind() == Order.Kind.LAST_GOOD; // the reason says what to do about them
        return order.reason() + "; what its files hold now does not run" + (filesAreWrong ? "" : wayOut());
    }

    private List<Problem> problems() {
        return order.back().map(Order.Return::problems).orElse(List.of());
    }

    /** What can be done where what runs does not hand over its state. */
    static String withoutState(TaskName task) {
        return "; it is tried again when its state could be saved between two cycles, or: reseat reload " + task
                + "; to go on without that state: reseat restart " + task + " --without-state";
    }

    private String remedy(GenerationFailure failure) {
        if (seat.occupancy().empty()) {
            boolean waits = slot.recovery().due().isPresent();
            return waits
                    ? "; what was to run before is tried again"
                    : "; nothing runs; change its file or plugin, or: reseat restart " + seat.name();
        }
        boolean told = !failure.problems().isEmpty() || failure.ofState() || order.kind() == Order.Kind.GO_BACK;
        return "; generation " + seat.occupancy().number() + " goes on" + (told ? "" : wayOut());
    }

    private String wayOut() {
        return "; change its file or plugin, or: reseat reload " + seat.name() + " --force";
    }

    private ReloadReport finish(Reload mine, Outcome outcome, String reason, List<Problem> problems, Duration watched) {
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
