package io.reseat.host.reconcile;

import io.reseat.host.isolation.Realm;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that takes a task from one generation to the next, or to its first. Confined to the owner thread: each
 * step runs elsewhere and comes back as an event.
 *
 * <pre>
 *   build ──fails──► refused, the old one never noticed
 *     │ superseded ──► dropped: something newer was seen
 *     ▼
 *   halt the old ──► save its state ──fails──► refused, the old one goes on
 *     ▼
 *   restore into the new ──vetoed──► refused, the old one goes on
 *     ▼
 *   close the old ──► start the new ──fails──► {@link Reinstatement} of the old
 *     ▼
 *   swapped
 * </pre>
 */
final class Reload {
    /** What is to be built, and why. */
    record Order(TaskSpec spec, Artifact artifact, Kind kind, String reason, Requester requester) {
        BuildKey key() {
            return BuildKey.of(spec, artifact);
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
        /** The content before, after the new one failed in the swap. */
        REINSTATE
    }

    /** Told how it went; called once, on the owner thread. */
    interface Outcome {
        /** The new generation is in place and has started; it runs no cycle yet. */
        void swapped(Generation next, @Nullable StateSnapshot handedOver);

        /** Nothing of the old generation is changed but that it may have been halted. */
        void refused(GenerationFailure failure, boolean oldWasHalted);

        /** The old generation was closed and the new one did not start: the old content has to be brought back. */
        void failedAfterClose(GenerationFailure failure, @Nullable StateSnapshot state);

        /** Something newer was seen while this was being built. */
        void superseded();
    }

    private final Seat seat;
    private final Order order;
    private final Optional<Generation> old;
    private final Shop shop;
    private final Outcome outcome;
    private final Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    private long phaseStart;
    private boolean swapping;
    private boolean superseded;

    Reload(Seat seat, Order order, Optional<Generation> old, Shop shop, Function<Reload, Outcome> outcome) {
        this.seat = seat;
        this.order = order;
        this.old = old;
        this.shop = shop;
        this.outcome = outcome.apply(this);
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

    /** Drops the build that is under way. */
    void supersede() {
        superseded = true;
    }

    void begin() {
        shop.lanes().enter(order.artifact().digest(), this::build);
    }

    private void build(Lanes.Ticket ticket) {
        if (superseded) {
            ticket.leave();
            outcome.superseded();
            return;
        }
        phaseStart = System.nanoTime();
        Realm realm;
        try {
            realm = shop.realms().acquire(order.artifact(), order.spec().isolation());
        } catch (IOException e) {
            ticket.leave();
            outcome.refused(
                    GenerationFailure.saying("opening " + order.artifact().label() + " failed: " + e), false);
            return;
        }
        on(seat.build(order.spec(), realm), (next, failure) -> {
            ticket.leave();
            if (next == null) {
                shop.realms().release(realm);
            }
            built(next, failure);
        });
    }

    private void built(@Nullable Generation next, @Nullable Throwable failure) {
        passed(Phase.BUILD);
        if (next == null) {
            outcome.refused(GenerationFailure.of("build", failure), false);
        } else if (superseded) {
            discard(next);
            outcome.superseded();
        } else {
            swapping = true;
            seat.swapBegins();
            old.ifPresentOrElse(running -> halt(running, next), () -> restore(next, seat.rememberedState(), false));
        }
    }

    private void halt(Generation running, Generation next) {
        on(running.halt(seat.drain(running)), (ending, impossible) -> {
            passed(Phase.DRAIN);
            if (ending == Generation.Ending.QUARANTINED) {
                seat.quarantined(running);
                restore(next, seat.rememberedState(), true);
            } else {
                save(running, next);
            }
        });
    }

    private void save(Generation running, Generation next) {
        on(running.save(), (saved, failure) -> {
            if (saved == null) {
                discard(next);
                outcome.refused(GenerationFailure.of("saveState of generation " + running.number(), failure), true);
            } else {
                restore(next, saved.or(seat::rememberedState), false);
            }
        });
    }

    private void restore(Generation next, Optional<StateSnapshot> state, boolean quarantined) {
        CompletableFuture<Void> restored = state.map(next::restore).orElse(CompletableFuture.completedFuture(null));
        on(restored, (nothing, failure) -> {
            if (failure != null && !quarantined) {
                discard(next);
                outcome.refused(GenerationFailure.of("restoreState", failure), true);
            } else if (failure != null) {
                discard(next);
                outcome.failedAfterClose(GenerationFailure.of("restoreState", failure), state.orElse(null));
            } else {
                close(next, state.orElse(null), quarantined);
            }
        });
    }

    private void close(Generation next, @Nullable StateSnapshot state, boolean quarantined) {
        if (old.isEmpty() || quarantined) {
            start(next, state);
            return;
        }
        on(old.get().close(), (nothing, failure) -> {
            seat.closed(old.get(), failure);
            start(next, state);
        });
    }

    private void start(Generation next, @Nullable StateSnapshot state) {
        on(next.start(), (nothing, failure) -> {
            passed(Phase.SWAP);
            if (failure == null) {
                outcome.swapped(next, state);
            } else {
                discard(next);
                outcome.failedAfterClose(GenerationFailure.of("start", failure), state);
            }
        });
    }

    private void discard(Generation next) {
        on(next.close(), (nothing, failure) -> {
            seat.closed(next, failure);
            shop.realms().release(next.realm());
        });
    }

    private void passed(Phase phase) {
        long now = System.nanoTime();
        phases.put(phase, Duration.ofNanos(now - phaseStart));
        phaseStart = now;
    }

    private <T> void on(CompletableFuture<T> step, BiConsumer<? super @Nullable T, @Nullable Throwable> then) {
        step.whenCompleteAsync(then, shop.owner());
    }
}
