package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.BuildKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one reload, or the one ending, that may be under way in a seat. Confined to the owner thread.
 *
 * <p>A build gives way to something newer; from the swap on, and while a generation ends, the newer one waits.
 */
final class ReloadSlot {
    private static final CompletableFuture<ReloadReport> NONE = CompletableFuture.completedFuture(null);

    private final SeatParts seat;
    private final Departure departure;
    private final Retry retry;
    private final Recovery recovery;
    private final HeldContents held;
    private final Probation probation;
    private @Nullable Reload reload;
    private CompletableFuture<ReloadReport> underWay = NONE;
    private CompletableFuture<Void> ending = Departure.NOTHING;
    private CompletableFuture<ReloadReport> taking = NONE;
    private Optional<LeadUp> leadUp = Optional.empty();
    private CompletableFuture<Void> dropped = ending;
    private final Deque<Runnable> waiting = new ArrayDeque<>(1); // most seats wait for nothing, and there are many

    ReloadSlot(SeatParts seat, Supplier<Optional<Actual.LastGood>> lastGood) {
        this.seat = seat;
        this.held = new HeldContents(seat.disk(), seat.view());
        this.probation = new Probation(seat, this, lastGood);
        this.departure = new Departure(seat);
        this.retry = new Retry(seat, this);
        this.recovery = new Recovery(seat, this, retry);
    }

    Recovery recovery() {
        return recovery;
    }

    /** What is built again after a wait. */
    Retry retry() {
        return retry;
    }

    /** What failed before, and is not tried again with the same content. */
    HeldContents held() {
        return held;
    }

    Probation probation() {
        return probation;
    }

    /** Whether something newer has to wait. */
    boolean busy() {
        return swapping() || !ending.isDone();
    }

    /** Whether what sits here is being changed. What is brought back is waited for: nothing runs until it is there. */
    boolean swapping() {
        Reload now = reload;
        boolean past = now != null && (now.swapping() || now.order().kind() == Order.Kind.REINSTATE);
        return past || !taking.isDone();
    }

    /** Whether a reload is under way, at whatever step. */
    boolean building() {
        return reload != null;
    }

    /** What is being built, if anything is. */
    Optional<Order> order() {
        return Optional.ofNullable(reload).map(Reload::order);
    }

    /** The report of what is being built. */
    CompletableFuture<ReloadReport> underWay() {
        return underWay;
    }

    /** Does it now, or when the swap or the ending that is under way is over, in the order of asking. */
    <T> CompletableFuture<T> whenFree(Supplier<CompletableFuture<T>> then) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!busy() && waiting.isEmpty()) {
            Relay.answer(then, answer); // what fails here must not reach the tasks that are looked at with this one
        } else {
            waiting.add(() -> Relay.answer(then, answer));
        }
        return answer;
    }

    /** The same for what nobody waits for. */
    void afterSwap(Runnable then) {
        waiting.add(() -> seat.shop().owner().execute(then));
    }

    private void serveWaiting() {
        while (!busy() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    /** Does what was decided; what is begun for that came about like this. */
    <T> T after(LeadUp decision, Supplier<T> then) {
        leadUp = Optional.of(decision);
        try {
            return then.get();
        } finally {
            leadUp = Optional.empty();
        }
    }

    /** What came before what begins now; empty for what the host begins by itself. */
    Map<Phase, Duration> leadUpTo(Artifact artifact) {
        boolean another = seat.occupancy()
                .built()
                .filter(built -> built.artifact().digest().equals(artifact.digest()))
                .isEmpty();
        Optional<StagingTimes.Staging> staging =
                another ? seat.shop().stagings().of(artifact.digest()) : Optional.empty();
        return leadUp.map(before -> before.phases(staging)).orElse(Map.of());
    }

    /** Begins a reload where none is under way. */
    CompletableFuture<ReloadReport> begin(Order order) {
        CompletableFuture<ReloadReport> report = new CompletableFuture<>();
        begin(order, report);
        return report;
    }

    /** Begins a reload where none is under way and whose report somebody waits for. */
    void begin(Order order, CompletableFuture<ReloadReport> report) {
        if (seat.occupancy().empty() && order.kind() != Order.Kind.REINSTATE) {
            seat.view().enter(TaskState.STARTING, order.reason());
        }
        retry.suspend();
        SwapOutcome outcome = new SwapOutcome(seat, this, order, report);
        Reload next = new Reload(seat, departure, recovery, order, outcome);
        next.times().add(leadUpTo(order.artifact()));
        reload = next;
        underWay = report;
        seat.view().tried(order.spec());
        seat.reports().tell(new HostEvent.ReloadStarted(seat.name(), Instant.now(), order.reason(), order.requester()));
        next.begin();
    }

    /** The live generation takes another config, where no reload is under way. */
    CompletableFuture<ReloadReport> inPlace(Action.Build build, Generation live, Requester by) {
        retry.suspend();
        CompletableFuture<ReloadReport> report = new InPlaceChange(seat, this, build, by).begin(live);
        taking = report;
        seat.shop().owner().when(report, (over, failure) -> goOn());
        return report;
    }

    /**
     * An older content takes the place of what runs, at once; the journal has the report. What was being built for the
     * files or an operator meanwhile is built after it, unless it is what fails.
     */
    void bringBack(Order order, BuildKey fails) {
        Optional<Order> newer =
                order().filter(one -> !one.key().equals(fails) && !one.key().equals(order.key()));
        CompletableFuture<ReloadReport> awaited = underWay;
        boolean dropped = dropBuild();
        CompletableFuture<ReloadReport> report = begin(order);
        if (dropped) {
            Relay.pass(
                    newer.map(one -> whenFree(() -> inPlaceOfBuild(() -> begin(one))))
                            .orElse(report),
                    awaited);
        }
    }

    /** A build that is under way is dropped for something newer; whoever waits for it gets the newer one's report. */
    CompletableFuture<ReloadReport> inPlaceOfBuild(Supplier<CompletableFuture<ReloadReport>> newer) {
        CompletableFuture<ReloadReport> older = underWay;
        boolean dropped = dropBuild();
        CompletableFuture<ReloadReport> report = newer.get();
        if (reload == null && !busy()) {
            retry.takeUp();
        }
        if (dropped) {
            Relay.pass(report, older);
        }
        return report;
    }

    /** The same where nothing newer comes. */
    void dropBuildFor(String why) {
        CompletableFuture<ReloadReport> older = underWay;
        if (dropBuild()) {
            older.completeExceptionally(new IllegalStateException(why));
        }
    }

    private boolean dropBuild() {
        if (reload == null) {
            return false;
        }
        reload.supersede();
        dropped = CompletableFuture.allOf(dropped, reload.letGo());
        reload = null;
        if (seat.view().state() == TaskState.STARTING) {
            seat.view().enter(TaskState.NEW, "");
        }
        return true;
    }

    /** Completes when nothing is left of builds that were dropped, or soon: one may hang. */
    CompletableFuture<Void> droppedAreGone() {
        return dropped.copy().completeOnTimeout(null, 1, TimeUnit.SECONDS);
    }

    /** The reload is over; its outcome follows. */
    void over(Reload ended) {
        if (reload == ended) {
            reload = null;
            underWay = NONE; // whoever waits for its report has it
        }
        seat.shop().owner().execute(this::goOn);
    }

    private void goOn() {
        serveWaiting(); // first: what failed meanwhile is not proved
        probation.goOn();
    }

    /** What ends generations, and says what did not end. */
    Departure departure() {
        return departure;
    }

    /** The generations that are being ended. */
    Collection<Generation> leaving() {
        return departure.leaving();
    }

    /** Ends what is in the seat, whatever comes of it, and then does this, before anything that waits. */
    <T> CompletableFuture<T> end(Duration drain, Supplier<T> then) {
        vacate(drain);
        if (ending.isDone()) {
            return CompletableFuture.completedFuture(then.get());
        }
        CompletableFuture<T> over =
                ending.handleAsync((ended, failure) -> then.get(), seat.shop().owner());
        ending = over.handle((done, failure) -> null);
        seat.shop().owner().when(ending, (ended, failure) -> serveWaiting());
        return over;
    }

    /** A fault of the host, and nobody knows how far it came: what sits here is let go, rather than left in between. */
    void endIn(String fault) {
        TaskState state = seat.view().state();
        boolean standsStill = state == TaskState.RUNNING
                && seat.occupancy().live().filter(one -> !one.goesOn()).isPresent();
        if (state == TaskState.STARTING || state == TaskState.RELOADING || standsStill) {
            recovery.cancel();
            seat.view().enter(TaskState.FAILED, fault);
            vacate(Duration.ZERO);
        }
    }

    /** Ends what is in the seat, which nobody waits for. */
    void vacate(Duration drain) {
        probation.end();
        Optional<Generation> last = seat.occupancy().leave();
        last.ifPresent(one -> end(one, drain));
    }

    /** Ends a generation that sits here no longer; what is newer waits for that. */
    Departure.Exit end(Generation last, Duration drain) {
        Departure.Exit exit = departure.of(last, drain);
        ending = CompletableFuture.allOf(ending, exit.over());
        seat.shop().owner().when(ending, (over, failure) -> serveWaiting());
        return exit;
    }
}
