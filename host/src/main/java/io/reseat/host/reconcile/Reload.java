package io.reseat.host.reconcile;

import io.reseat.host.isolation.Realm;
import io.reseat.host.lifecycle.Blueprint;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationEvents;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Requester;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 */
final class Reload {
    /**
     * What is to be built, and why.
     *
     * @param way how it takes the place of what runs
     * @param back what an older content comes back with; empty for a content that the files want
     */
    record Order(
            TaskSpec spec,
            Artifact artifact,
            Kind kind,
            Action.Way way,
            String reason,
            Requester requester,
            Optional<Return> back) {
        Order(TaskSpec spec, Artifact artifact, Kind kind, String reason, Requester requester) {
            this(spec, artifact, kind, Action.Way.REPLACE, reason, requester, Optional.empty());
        }

        BuildKey key() {
            return BuildKey.of(spec, artifact);
        }

        /** The same kind of order for another content. */
        Order of(TaskSpec other, Artifact from) {
            return new Order(other, from, kind, way, reason, requester, back);
        }
    }

    /**
     * What an older generation's content comes back with.
     *
     * @param generation the older one
     * @param realm retained for it; empty where another one is opened
     * @param state what it starts with, whatever runs now; empty for the state that is handed over or kept
     * @param problems what is wrong with the files, where that is why it comes back
     * @param proved whether it came through its probation; else it is watched again
     */
    record Return(
            long generation,
            Optional<Realm> realm,
            Optional<Optional<StateSnapshot>> state,
            List<Problem> problems,
            boolean proved) {
        Return(
                long generation,
                Optional<Realm> realm,
                Optional<Optional<StateSnapshot>> state,
                List<Problem> problems) {
            this(generation, realm, state, problems, true);
        }

        /** The same, in a realm of its own. */
        Return withoutRealm() {
            return new Return(generation, Optional.empty(), state, problems, proved);
        }
    }

    /** Why something is built. */
    enum Kind {
        /** The content is new. */
        CHANGE,
        /** Somebody asked for a new generation of the same content. */
        RESTART,
        /** The same content again, after failures. */
        REBUILD,
        /** The content before, after the new one failed in the swap or on probation. */
        REINSTATE,
        /** An older content, because an operator goes back to it. */
        GO_BACK,
        /** The last good content, because nothing runs and what the files want cannot. */
        LAST_GOOD;

        /** Whether a refusal is final: nobody tries again. */
        boolean asked() {
            return this != REBUILD && this != REINSTATE;
        }
    }

    /** Told how it went; called once, on the owner thread. */
    interface Outcome {
        /** The new generation is in place and has started; it runs no cycle yet. */
        void swapped(Reload mine, Generation next, @Nullable StateSnapshot handedOver);

        /** Nothing of the old generation is changed but that it may have been halted. */
        void refused(Reload mine, GenerationFailure failure, boolean oldWasHalted);

        /** The old generation was closed and the new one did not start: the old content has to be brought back. */
        void failedAfterClose(Reload mine, GenerationFailure failure, @Nullable StateSnapshot state);

        /** A step of the host itself failed, which is a fault in it: the reload is over, as it stands. */
        void broken(Reload mine, Throwable fault);

        /** Something newer was seen while this was being built. */
        void superseded();
    }

    private final SeatParts seat;
    private final Shop shop;
    private final Departure departure;
    private final GenerationEvents events;
    private final Order order;
    private final Outcome outcome;
    private final Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    private long phaseStart;
    private boolean swapping;
    private boolean superseded;
    private boolean beside;
    private boolean runsAlready;
    private Optional<Generation> old = Optional.empty();
    private @Nullable Generation inHand;
    private final CompletableFuture<Void> letGo = new CompletableFuture<>();

    Reload(SeatParts seat, Departure departure, GenerationEvents events, Order order, Outcome outcome) {
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

    Map<Phase, Duration> phases() {
        return phases;
    }

    /** Whether it is past the point from which something newer waits until this is over. */
    boolean swapping() {
        return swapping;
    }

    /** Whether the new one took over while the old one ran. */
    boolean beside() {
        return beside;
    }

    /** Whether the new one runs already when it takes over: a service had to, to say that it works. */
    boolean runsAlready() {
        return runsAlready;
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
        Optional<Realm> kept = order.back().flatMap(Return::realm);
        if (superseded) {
            kept.ifPresent(shop.realms()::release);
            ticket.leave();
            letGo.complete(null);
            outcome.superseded();
            return;
        }
        phaseStart = System.nanoTime();
        Realm realm;
        try {
            realm = kept.isPresent()
                    ? kept.get()
                    : shop.realms().acquire(order.artifact(), order.spec().isolation());
        } catch (IOException e) {
            ticket.leave();
            outcome.refused(this, GenerationFailure.ofHost(unopened(e)), false);
            return;
        } catch (RuntimeException | Error e) {
            ticket.leave();
            outcome.broken(this, e);
            return;
        }
        on(make(realm), (next, failure) -> {
            ticket.leave();
            if (next == null) {
                shop.realms().release(realm);
            }
            built(next, failure);
        });
    }

    private String unopened(IOException e) {
        return "opening " + order.artifact().label() + " failed: " + e.getMessage()
                + "; mend that, or where the copy in data/store is missing, touch its file in plugins/; then reload";
    }

    /** Builds beside what runs. */
    private CompletableFuture<Generation> make(Realm realm) {
        try {
            Blueprint blueprint = new Blueprint(
                    order.spec(),
                    realm,
                    shop.numbers().next(seat.name()),
                    shop.data().ofTask(seat.name()),
                    seat.counters(),
                    seat.metrics(),
                    events);
            return shop.builder().build(blueprint, coveredUntil());
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        } catch (IOException e) {
            shop.disk().execute(() -> shop.backlog().write("task " + seat.name() + ", its numbers", this::reserve));
            return CompletableFuture.failedFuture(GenerationFailure.ofHost(
                    "data/ cannot be written (" + e + "); free some space or mend its permissions: it is tried again"));
        }
    }

    /** Another schedule missed nothing before it was there. */
    private Instant coveredUntil() {
        boolean another = seat.occupancy()
                .built()
                .filter(built -> !built.spec().schedule().equals(order.spec().schedule()))
                .isPresent();
        return another ? shop.services().clock().now() : seat.occupancy().coveredUntil();
    }

    /** What a build needs of the disk; what was refused for it is looked at again after this. */
    private void reserve() throws IOException {
        shop.numbers().reserve(List.of(seat.name()));
        shop.data().ofTask(seat.name());
    }

    private void built(@Nullable Generation next, @Nullable Throwable failure) {
        passed(Phase.BUILD);
        if (superseded) { // how it came out says nothing any more
            Optional.ofNullable(next).ifPresentOrElse(this::discard, () -> letGo.complete(null));
            outcome.superseded();
        } else if (next == null) {
            outcome.refused(this, GenerationFailure.of("build", failure), false);
        } else {
            swapping = true;
            inHand = next;
            old = seat.occupancy().live();
            beside = order.way() == Action.Way.OVERLAP && next.overlaps() && old.isPresent();
            if (beside) {
                startBeside(next);
            } else {
                old.ifPresentOrElse(running -> halt(running, next), () -> startWhereNothingRuns(next));
            }
        }
    }

    /** What ran when this began may be gone since: done, or given up; it has to have let go of everything first. */
    private void startWhereNothingRuns(Generation next) {
        if (order.kind() != Kind.REINSTATE) {
            seat.view().enter(TaskState.STARTING, order.reason());
        }
        CompletableFuture<Void> gone = departure.over();
        if (gone.isDone()) {
            restoreKept(next, false);
        } else {
            on(gone, (nothing, failure) -> restoreKept(next, false));
        }
    }

    /** The new one is started, and well, before the old one hears of it. */
    private void startBeside(Generation next) {
        on(
                next.start().thenCompose(started -> next.check()).thenCompose(checked -> wellBeside(next)),
                (well, failure) -> {
                    passed(Phase.SWAP);
                    if (failure == null) {
                        outcome.swapped(this, next, null);
                    } else {
                        endBeside(next, GenerationFailure.of("start", failure));
                    }
                });
    }

    /** A service has to say that it works; cycles begin after the swap. */
    private CompletableFuture<Void> wellBeside(Generation next) {
        if (!(order.spec().schedule() instanceof Schedule.Service)
                || seat.occupancy().paused()) {
            return CompletableFuture.completedFuture(null);
        }
        runsAlready = true;
        next.run();
        long limit = shop.services().limits().build().toMillis();
        return next.well().orTimeout(limit, TimeUnit.MILLISECONDS).exceptionallyCompose(failure -> {
            Throwable why = failure instanceof TimeoutException
                    ? GenerationFailure.saying("the service did not say ready() within " + limit + " ms")
                    : failure;
            return CompletableFuture.failedFuture(why);
        });
    }

    private void endBeside(Generation next, GenerationFailure failure) {
        inHand = null;
        shop.owner().when(departure.of(next, Duration.ZERO), (ended, nothing) -> {});
        outcome.refused(this, failure, false);
    }

    private void halt(Generation running, Generation next) {
        seat.view().enter(TaskState.RELOADING, "");
        on(running.halt(Departure.drain(running)), (ending, impossible) -> {
            passed(Phase.DRAIN);
            if (ending == Generation.Ending.QUARANTINED) {
                departure.quarantined(running);
                restoreKept(next, true);
            } else if (order.back().flatMap(Return::state).isPresent()) {
                restoreKept(next, false); // what runs failed, and is not asked for its state
            } else {
                save(running, next);
            }
        });
    }

    private void save(Generation running, Generation next) {
        on(running.save(), (saved, failure) -> {
            if (saved == null) {
                discard(next);
                outcome.refused(
                        this, GenerationFailure.of("saveState of generation " + running.number(), failure), true);
            } else if (saved.isPresent() && reads(next, saved)) {
                restore(next, saved, false);
            } else {
                restoreKept(next, false);
            }
        });
    }

    /** A task must not start without the state that it has, even if that cannot be read now. */
    private void restoreKept(Generation next, boolean quarantined) {
        Optional<StateSnapshot> kept;
        try {
            kept = order.back().flatMap(Return::state).orElseGet(seat.disk()::state);
            kept = reads(next, kept) ? kept : seat.disk().state(next.stateVersion());
        } catch (UncheckedIOException e) {
            unrestored(next, GenerationFailure.ofHost(e.getMessage() + "; mend that, then reload"), null, quarantined);
            return;
        }
        restore(next, kept, quarantined);
    }

    /** An older content gets a state that it can read, if there is one; a newer one judges by itself. */
    private boolean reads(Generation next, Optional<StateSnapshot> state) {
        return order.back().isEmpty() || state.isEmpty() || state.get().stateVersion() <= next.stateVersion();
    }

    private void restore(Generation next, Optional<StateSnapshot> state, boolean quarantined) {
        CompletableFuture<Void> restored = state.map(next::restore).orElse(CompletableFuture.completedFuture(null));
        on(restored, (nothing, failure) -> {
            if (failure == null) {
                close(next, state.orElse(null), quarantined);
            } else {
                unrestored(next, GenerationFailure.of("restoreState", failure), state.orElse(null), quarantined);
            }
        });
    }

    private void unrestored(
            Generation next, GenerationFailure failure, @Nullable StateSnapshot state, boolean quarantined) {
        discard(next);
        if (quarantined) {
            outcome.failedAfterClose(this, failure, state);
        } else {
            outcome.refused(this, failure, old.isPresent());
        }
    }

    private void close(Generation next, @Nullable StateSnapshot state, boolean quarantined) {
        if (old.isEmpty() || quarantined) {
            start(next, state);
            return;
        }
        on(old.get().close(), (nothing, failure) -> {
            departure.closed(old.get(), failure);
            start(next, state);
        });
    }

    private void start(Generation next, @Nullable StateSnapshot state) {
        on(next.start(), (nothing, failure) -> {
            passed(Phase.SWAP);
            if (failure == null) {
                outcome.swapped(this, next, state);
            } else {
                discard(next);
                outcome.failedAfterClose(this, GenerationFailure.of("start", failure), state);
            }
        });
    }

    private void discard(Generation next) {
        inHand = null;
        on(next.close(), (nothing, failure) -> {
            departure.closed(next, failure);
            shop.realms().release(next.realm());
            letGo.complete(null);
        });
    }

    private void passed(Phase phase) {
        long now = System.nanoTime();
        phases.put(phase, Duration.ofNanos(now - phaseStart));
        phaseStart = now;
    }

    private <T> void on(CompletableFuture<T> step, BiConsumer<? super @Nullable T, @Nullable Throwable> then) {
        shop.owner().when(step, (value, failure) -> {
            try {
                then.accept(value, failure);
            } catch (RuntimeException | Error e) {
                brokeOff(e);
            }
        });
    }

    /** What was built and has no place yet is let go all the same. */
    private void brokeOff(Throwable fault) {
        Generation left = inHand;
        inHand = null;
        if (left != null && !seat.occupancy().holds(left)) {
            shop.owner().when(left.close(), (nothing, failure) -> shop.realms().release(left.realm()));
        }
        outcome.broken(this, fault);
    }
}
