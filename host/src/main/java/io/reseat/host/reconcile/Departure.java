package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends generations of one seat, and says what did not end as it should. Confined to the owner thread. */
final class Departure {
    /** That nothing leaves. */
    static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private static final Duration KILLED = Duration.ofSeconds(5);

    private final SeatParts seat;
    private final List<Generation> leaving = new ArrayList<>(1);
    private final Set<Long> cutOff = new HashSet<>();
    private CompletableFuture<Void> over = NOTHING;

    Departure(SeatParts seat) {
        this.seat = seat;
    }

    /** How long a running cycle may take to end; one that is over its time already gets no more. */
    static Duration drain(Generation running) {
        return running.overdue() ? Duration.ZERO : running.spec().reload().drain();
    }

    /**
     * One generation on its way out.
     *
     * @param drained when its cycle has ended or was left alone: how long that took
     * @param over when nothing of it is left to do, whatever came of it
     */
    record Exit(CompletableFuture<Duration> drained, CompletableFuture<Void> over) {}

    /** Halts, saves and closes, and lets the realm go. */
    Exit of(Generation last, Duration drain) {
        OwnerThread owner = seat.shop().owner();
        leaving.add(last);
        long begun = System.nanoTime();
        CompletableFuture<Generation.Ending> halted = last.halt(drain);
        boolean lostBefore = last.lost();
        boolean patient = !halted.isDone() && !(last.spec().schedule() instanceof Schedule.Service);
        CompletableFuture<Duration> drained = halted.thenApply(how -> Duration.ofNanos(System.nanoTime() - begun));
        CompletableFuture<Void> end = drained.thenComposeAsync(
                        took -> {
                            Generation.Ending how = halted.join();
                            if (how != Generation.Ending.ENDED || (patient && took.compareTo(drain) >= 0)) {
                                cutOff.add(last.number());
                            }
                            return left(last, how);
                        },
                        owner)
                .handleAsync(
                        (nothing, failure) -> {
                            leaving.remove(last);
                            if (last.lost() && !lostBefore) {
                                cutOff.add(last.number());
                            }
                            closed(last, failure);
                            seat.shop().realms().release(last.realm());
                            return null;
                        },
                        owner);
        over = CompletableFuture.allOf(over, end);
        return new Exit(drained, end);
    }

    /** Completes when all that leave now are gone. */
    CompletableFuture<Void> over() {
        return over;
    }

    /**
     * How many had a cycle that was interrupted after its drain, or was left alone, or were lost with their child JVM
     * meanwhile; a service always is interrupted.
     */
    int cutOff() {
        return cutOff.size();
    }

    /** Those that are on their way out. */
    Collection<Generation> leaving() {
        return leaving;
    }

    /** A cycle of it heeds no interrupt. */
    void quarantined(Generation left) {
        leftAlone(
                left.number(),
                "generation " + left.number()
                        + " heeds no interrupt; it is left alone, and its threads run on until they end by themselves",
                left.stacksHere(),
                left.ended());
    }

    /** A cycle of it heeds no interrupt, so that its child JVM is killed; completes when that is gone, or some seconds later. */
    CompletableFuture<Void> killed(Generation last) {
        String message = "the child JVM of generation " + last.number()
                + " was killed because its cycle heeds no interrupt; its last checkpoint is its state";
        seat.log().warn(message);
        seat.view().failed(last.number(), message, "");
        seat.shop().owner().when(last.stacksAtEnd(), (stacks, failure) -> {
            String there = stacks == null ? last.stacksHere() : stacks;
            seat.log().warn("its threads before that:\n" + there);
            seat.reports()
                    .tell(new HostEvent.Stuck(
                            seat.name(), Instant.now(), last.number(), seat.name() + ": " + message, there));
        });
        return gone(last.stacksAtEnd(), last.ended(), KILLED);
    }

    /**
     * Completes when what was killed has ended, or is not waited for any longer.
     *
     * @param killed when that was: first it may be asked for its stacks
     * @param patience from then on
     */
    static CompletableFuture<Void> gone(CompletionStage<?> killed, CompletionStage<?> ended, Duration patience) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        ended.whenComplete((end, failure) -> gone.complete(null));
        killed.whenComplete((at, failure) -> gone.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS));
        return gone;
    }

    /** A call into a generation heeds no interrupt, and its thread runs on until it ends by itself. */
    void leftAlone(long generation, String message, String stack, CompletionStage<?> ended) {
        seat.shop().quarantine().admit(seat.name(), generation, ended);
        seat.log().warn(message + "\n" + stack);
        seat.reports()
                .tell(new HostEvent.Stuck(seat.name(), Instant.now(), generation, seat.name() + ": " + message, stack));
    }

    /** It was closed, well or not. */
    void closed(Generation last, @Nullable Throwable failure) {
        if (failure != null) {
            GenerationFailure text = GenerationFailure.of("close", failure);
            seat.view().failed(last.number(), text.text(), text.stack());
            seat.log().warn("generation " + last.number() + ": " + text.text() + "\n" + text.stack());
        }
    }

    private CompletableFuture<Void> left(Generation last, Generation.Ending how) {
        if (how == Generation.Ending.ENDED) {
            return saveAndClose(last);
        } else if (how == Generation.Ending.KILLED) {
            return killed(last);
        }
        quarantined(last);
        return CompletableFuture.completedFuture(null);
    }

    /** What ended well while it was told to halt ran for its config all the same. */
    void keepCompleted(Generation last) {
        if (last.done() && !seat.disk().completed(last.spec())) {
            seat.disk().keepCompleted(last.spec());
        }
    }

    private CompletableFuture<Void> saveAndClose(Generation last) {
        keepCompleted(last);
        return last.save()
                .handleAsync(
                        (state, failure) -> {
                            if (failure != null) {
                                seat.log().warn("its last checkpoint stays its state: " + failure.getMessage());
                            } else {
                                state.ifPresent(seat.disk()::keepState);
                            }
                            return last;
                        },
                        seat.shop().owner())
                .thenCompose(Generation::close);
    }
}
