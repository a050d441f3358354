package io.reseat.host.reconcile;

import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.lifecycle.Backoff;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationEvents;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Requester;
import io.reseat.host.model.RestartPolicy;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What follows from failures of one task: another try after a wait, a rebuild, or giving up. Generations tell it from
 * their threads; all else is confined to the owner thread. What an older generation tells is only logged.
 */
final class Recovery implements GenerationEvents {
    private static final Requester POLICY = new Requester(Requester.Kind.HOST, "restart policy");

    private final SeatParts seat;
    private final ReloadSlot slot;
    private final Backoff backoff = new Backoff();
    private final StateRefusals stateRefusals = new StateRefusals();
    private final Retry retry;
    private final Losses losses;

    Recovery(SeatParts seat, ReloadSlot slot, Retry retry) {
        this.seat = seat;
        this.slot = slot;
        this.retry = retry;
        this.losses = new Losses(seat, slot, this);
    }

    /** What follows where a child JVM is gone. */
    Losses losses() {
        return losses;
    }

    /** Nothing is held against the task any more. */
    void forget() {
        backoff.forget();
    }

    /** Drops what is to be tried again. */
    void cancel() {
        retry.drop();
        stateRefusals.over();
    }

    /** Nothing runs, because this could not be built or started: it is tried again, or given up. */
    void tryAgain(Order order, GenerationFailure failure) {
        String message = failure.text();
        seat.dial().triedAgain(order);
        Backoff.Verdict verdict = judge(order.spec().restart());
        if (verdict instanceof Backoff.Verdict.GiveUp giveUp) {
            giveUp(giveUp, message);
            return;
        } else if (failure.hangs() && seat.shop().quarantine().full(seat.name())) {
            giveUp(leavesThreads(message));
            return;
        }
        Duration wait = verdict.backoff();
        if (seat.view().state() == TaskState.PAUSED) {
            seat.view().enter(TaskState.PAUSED, message + "; tried again when the task is resumed");
        } else {
            seat.view().enter(TaskState.BACKOFF, message + "; tried again in " + wait.toMillis() + " ms");
        }
        retry.in(wait, order.again(message, POLICY));
    }

    @Override
    public void cycleFailed(Generation generation, PluginFailure failure, boolean waits) {
        seat.shop().owner().execute(() -> failed(generation, failure, waits));
    }

    @Override
    public void wentWell(Generation generation) {
        seat.shop().owner().execute(() -> {
            int revision = seat.occupancy().revision();
            ifItStays(generation, () -> wentWell(generation, revision));
        });
    }

    /** With the config of this revision; another one that it has taken since is not proved by that. */
    private void wentWell(Generation generation, int revision) {
        if (generation.lost()) {
            return; // it went well before that, and nothing of it goes on
        }
        if (seat.occupancy().revision() == revision) {
            slot.probation().ranWell(generation);
        }
        if (generation.spec().schedule() instanceof Schedule.Service) {
            backoff.works(clock().now());
        } else {
            backoff.recovered();
        }
        if (seat.view().state() == TaskState.BACKOFF && !retry.goesBack()) {
            retry.drop();
            seat.view().enter(TaskState.RUNNING, "");
        }
    }

    @Override
    public void completed(Generation generation) {
        ifSteady(generation, () -> done(generation));
    }

    /** The one cycle of what sits here ended well. */
    void done(Generation generation) {
        retry.drop();
        slot.probation().completed(generation);
        seat.disk().keepCompleted(generation.spec());
        seat.log().info("ran once and is done");
        seat.view().enter(TaskState.COMPLETED, "ran once with this config");
        slot.vacate(Duration.ZERO);
    }

    @Override
    public void overdue(Generation generation, String what, Duration timeout, String stack) {
        CompletionStage<String> place = generation.standsAt(stack); // asked before a cycle in a child is interrupted
        seat.shop().owner().when(place, (at, failure) -> stuck(generation, what, timeout, at == null ? stack : at));
    }

    @Override
    public void leftAlone(long generation, String message, String stack, CompletionStage<Void> ended) {
        seat.shop()
                .owner()
                .execute(() -> slot.departure()
                        .leftAlone(generation, "generation " + generation + ": " + message, stack, ended));
    }

    @Override
    public void lost(Generation generation, String message, boolean charged) {
        seat.shop().owner().execute(() -> losses.lost(generation, message, charged));
    }

    @Override
    public void saved(Generation generation) {
        seat.disk().flushState();
        if (stateRefusals.waiting()) {
            ifSteady(generation, () -> {
                if (stateRefusals.due(clock().nanos())) {
                    seat.shop().again().accept(seat.name(), "data/state/" + seat.name() + ".json");
                }
            });
        }
    }

    /** What runs did not hand over its state, so that a change was refused. */
    void stateRefused() {
        stateRefusals.refused(clock().nanos());
    }

    /** What a generation says while it is being replaced counts if it stays after all. */
    private void ifSteady(Generation generation, Runnable then) {
        seat.shop().owner().execute(() -> ifItStays(generation, then));
    }

    private void ifItStays(Generation generation, Runnable then) {
        if (!seat.occupancy().holds(generation)) {
            return;
        }
        if (slot.swapping()) {
            slot.afterSwap(() -> ifItStays(generation, then));
        } else {
            then.run();
        }
    }

    private void failed(Generation generation, PluginFailure failure, boolean waits) {
        if (generation.lost()) {
            return; // its cycle broke off with its child JVM, which is told by itself
        }
        seat.view().failed(generation.number(), failure.detail(), failure.stack());
        seat.log()
                .warn("a cycle of generation " + generation.number() + " failed: " + failure.detail() + "\n"
                        + failure.stack());
        judge(generation, seat.occupancy().revision(), failure.detail(), waits);
    }

    /** What fails while it is being replaced is judged after that, if it stays, and with the config that it had. */
    private void judge(Generation generation, int revision, String message, boolean waits) {
        boolean itsTurn = seat.occupancy().holds(generation)
                && !generation.lost()
                && seat.occupancy().revision() == revision
                && !retry.goesBack()
                && !seat.occupancy().paused();
        if (itsTurn && slot.swapping()) {
            slot.afterSwap(() -> judge(generation, revision, message, true));
        } else if (itsTurn && waits && !slot.probation().failed(generation, message)) {
            afterCycle(generation, message);
        }
    }

    private void afterCycle(Generation generation, String message) {
        Backoff.Verdict verdict = judge(generation.spec().restart());
        if (verdict instanceof Backoff.Verdict.GiveUp giveUp) {
            giveUp(giveUp, message);
        } else if (verdict instanceof Backoff.Verdict.Wait wait) {
            goOnAfter(wait.backoff(), generation, message);
        } else if (!IsolationDial.inChild(generation)
                && seat.shop().quarantine().full(seat.name())) { // it goes on: a rebuild may leave one more thread
            goOnAfter(verdict.backoff(), generation, message);
        } else {
            String why = "rebuilt after " + backoff.inARow() + " failures in a row";
            rebuildLater(verdict.backoff(), message + "; " + why, why);
        }
    }

    private void goOnAfter(Duration wait, Generation generation, String message) {
        if (generation.goesOn()) {
            return; // it was told to when what was to replace it was refused
        }
        seat.view().enter(TaskState.BACKOFF, message + "; tried again in " + wait.toMillis() + " ms");
        generation.proceed(wait);
    }

    private void stuck(Generation generation, String what, Duration timeout, String stack) {
        String message = what + " of generation " + generation.number() + " is over its timeout of "
                + timeout.toMillis() + " ms and was interrupted";
        seat.log().warn(message + "\n" + stack);
        seat.reports()
                .tell(new HostEvent.Stuck(
                        seat.name(), Instant.now(), generation.number(), seat.name() + ": " + message, stack));
        clock().later(
                        seat.shop().services().limits().interrupted(),
                        () -> ifSteady(generation, () -> stillStuck(generation, message)));
    }

    private void stillStuck(Generation generation, String message) {
        if (!generation.overdue() || retry.goesBack()) {
            return;
        }
        seat.view().failed(generation.number(), message, "");
        IsolationDial.avoid(generation);
        if (slot.probation().failed(generation, message)) {
            return;
        }
        Backoff.Verdict verdict = judge(generation.spec().restart());
        if (verdict instanceof Backoff.Verdict.GiveUp giveUp) {
            giveUp(giveUp, message);
            return;
        }
        Optional<String> toChild =
                seat.dial().stuck(generation, seat.occupancy().built());
        boolean leavesThread = toChild.isEmpty() && !IsolationDial.inChild(generation);
        if (leavesThread && seat.shop().quarantine().lastOf(seat.name())) {
            giveUp(leavesThreads(message));
        } else {
            String how = toChild.isPresent() ? "; rebuilt in a child JVM" : "; rebuilt";
            rebuildLater(
                    verdict.backoff(),
                    message + ", and heeds no interrupt" + how,
                    toChild.orElse("a cycle heeds no interrupt"));
        }
    }

    /** Builds the same content again, in place of what cannot go on. */
    void rebuildLater(Duration wait, String detail, String reason) {
        seat.view().enter(TaskState.BACKOFF, detail + (wait.isZero() ? " at once" : " in " + wait.toMillis() + " ms"));
        seat.occupancy()
                .built()
                .map(of -> new Order(of.spec(), of.artifact(), Order.Kind.REBUILD, reason, POLICY))
                .ifPresent(order -> retry.in(wait, order));
    }

    private static String leavesThreads(String message) {
        return "gave up, because each rebuild leaves one more thread behind that heeds no interrupt: " + message;
    }

    void giveUp(Backoff.Verdict.GiveUp verdict, String message) {
        giveUp("gave up after " + verdict.failuresInARow() + " failures in a row: " + message);
    }

    private void giveUp(String reason) {
        String why = reason + "; change its file or plugin, or: reseat restart " + seat.name();
        retry.drop();
        seat.log().error(why);
        seat.view().enter(TaskState.FAILED, why);
        seat.reports().tell(new HostEvent.GaveUp(seat.name(), Instant.now(), seat.name() + " " + why));
        slot.vacate(Duration.ZERO);
    }

    Backoff.Verdict judge(RestartPolicy policy) {
        return backoff.failed(policy, clock().now());
    }

    private HostClock clock() {
        return seat.shop().services().clock();
    }
}
