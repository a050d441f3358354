package io.reseat.host.reconcile;

import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.lifecycle.Reconfigured;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import io.reseat.host.store.StateSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The short way of a config change: the live instance takes it. Confined to the owner thread.
 *
 * <pre>
 *   bind ──does not fit──► refused, no cycle was held up
 *     ▼
 *   between cycles: save the state ──► reconfigure ──refused──► it has the old config again: refused
 *                                          │  └──neither──► the old content is built anew
 *                                          ▼
 *                                   revision 7.1, on probation
 * </pre>
 */
final class InPlaceChange {
    private final SeatParts seat;
    private final ReloadSlot slot;
    private final Action.Build build;
    private final Requester by;
    private final CompletableFuture<ReloadReport> answer = new CompletableFuture<>();
    private final PhaseTimes times = new PhaseTimes();
    private final TaskState before;

    InPlaceChange(SeatParts seat, ReloadSlot slot, Action.Build build, Requester by) {
        this.seat = seat;
        this.slot = slot;
        this.build = build;
        this.by = by;
        this.before = seat.view().state();
        times.add(slot.leadUpTo(build.artifact()));
    }

    CompletableFuture<ReloadReport> begin(Generation live) {
        guarded(live, () -> {
            seat.reports().tell(new HostEvent.ReloadStarted(seat.name(), Instant.now(), build.reason(), by));
            seat.view().enter(TaskState.RELOADING, build.reason());
            times.begin();
            seat.shop()
                    .owner()
                    .when(
                            live.reconfigure(build.spec(), Departure.drain(live), times::passed),
                            (reconfigured, failure) -> guarded(live, () -> answered(live, reconfigured, failure)));
        });
        return answer;
    }

    /** A fault of the host must leave the seat neither waiting for this nor with a task that stands still. */
    private void guarded(Generation live, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            String what = "a config change of generation " + live.number() + " broke off by a fault of the host: " + e
                    + "; please report this with the log, then: reseat restart " + seat.name();
            seat.log()
                    .error(what + "\n" + GenerationFailure.of("reconfigure", e).stack());
            seat.view().failed(live.number(), what, "");
            slot.endIn(what);
            answer.completeExceptionally(new IllegalStateException(what));
        }
    }

    private void answered(Generation live, @Nullable Reconfigured reconfigured, @Nullable Throwable failure) {
        if (live.loss().filter(GenerationFailure::isLoss).isPresent()
                && !slot.retry().goesBack()) {
            slot.begin(new Order(build.spec(), build.artifact(), Order.Kind.CHANGE, build.reason(), by), answer);
            return; // another ended the child JVM: nothing is known against the content, which is built there
        } else if (reconfigured == null) {
            GenerationFailure text = GenerationFailure.of("reconfigure", failure);
            refused(live, text);
            return;
        }
        times.passed(Phase.SWAP); // it was asked, whatever it said
        Optional<PluginFailure> refusal = reconfigured.refusal();
        if (refusal.isEmpty()) {
            taken(live, reconfigured);
        } else if (reconfigured.lost()) {
            lost(live, GenerationFailure.of("reconfigure", refusal.get()), reconfigured.state());
        } else {
            refused(live, GenerationFailure.of("reconfigure", refusal.get()));
        }
    }

    private void taken(Generation live, Reconfigured reconfigured) {
        Optional<Standby> standby =
                slot.probation().standbyFor(build.key(), reconfigured.state().orElse(null));
        seat.occupancy().reconfigured(build.spec());
        slot.recovery().cancel();
        slot.held().remove(build.key());
        live.tellNextGoodCycle(); // first, or it could be over before
        goOn(live);
        seat.view().note("", List.of());
        ReloadReport report = report(Outcome.RELOADED, build.reason(), List.of());
        seat.reports().step(HostEvent.Step.SWAPPED, report);
        slot.probation().begin(live, standby, new Commitment(seat, report, Optional.empty()));
        if (live.works()) {
            slot.probation().ranWell(live); // it said so before, and says it once
        }
        answer.complete(report);
    }

    private void refused(Generation live, GenerationFailure failure) {
        seat.view().failed(live.number(), failure.text(), failure.stack());
        if (failure.ofContent()) {
            slot.held().add(build.key(), "failed before: " + failure.text());
        }
        boolean goesBack = slot.retry().goesBack();
        goOn(live);
        slot.retry().takeUp();
        String reason = failure.text() + "; generation " + live.number()
                + (goesBack ? " failed, and what was good is still brought back" : " goes on with its old config");
        if (failure.ofState()) {
            slot.recovery().stateRefused();
            reason += FailedReload.withoutState(seat.name());
        }
        seat.view().note(reason, failure.problems());
        ReloadReport report = report(Outcome.REFUSED, reason, failure.problems());
        seat.reports().step(HostEvent.Step.REFUSED, report);
        answer.complete(report);
    }

    /** Nobody knows what it runs on: the content that it had is built anew. */
    private void lost(Generation live, GenerationFailure failure, Optional<StateSnapshot> saved) {
        if (slot.retry().goesBack()) {
            refused(live, failure); // and its content is none to go back to
            return;
        }
        seat.view().failed(live.number(), failure.text(), failure.stack());
        slot.held().add(build.key(), "failed before: " + failure.text());
        Optional<Actual.Built> before = seat.occupancy().built();
        if (before.isEmpty()) {
            answer.completeExceptionally(new IllegalStateException(failure.text()));
            return;
        }
        Order.Return back = new Order.Return(
                live.number(),
                Optional.of(seat.shop().realms().again(live.realm())),
                // one that is lost is asked for its state only where it gave none before
                saved.isPresent() ? Optional.of(saved) : Optional.empty(),
                List.of());
        String reason = failure.text() + ", and it did not take its old config back either; generation " + live.number()
                + " was built anew";
        slot.begin(
                new Order(
                        before.get().spec(),
                        before.get().artifact(),
                        Order.Kind.REINSTATE,
                        Action.Way.REPLACE,
                        reason,
                        by,
                        Optional.of(back)),
                answer);
    }

    /** Its cycles may never have been held up: it is a service, or the config did not fit. */
    private void goOn(Generation live) {
        if (slot.retry().goesBack()) {
            seat.view().enter(before, "what failed is taken back"); // it must not run while that waits
        } else if (live.goesOn() && !seat.occupancy().paused()) {
            seat.view().enter(before == TaskState.BACKOFF ? TaskState.BACKOFF : TaskState.RUNNING, "");
        } else {
            seat.occupancy().goOn();
        }
    }

    private ReloadReport report(Outcome outcome, String reason, List<Problem> problems) {
        long number = seat.occupancy().number();
        ReloadReport report = new ReloadReport(
                seat.name(),
                outcome,
                number,
                number,
                reason,
                problems,
                by,
                Instant.now(),
                times.soFar(),
                seat.occupancy().revision(),
                0,
                outcome == Outcome.REFUSED
                        ? Duration.ZERO
                        : build.spec().reload().probation());
        seat.reports().journaled(report, build.spec(), build.artifact());
        return report;
    }
}
