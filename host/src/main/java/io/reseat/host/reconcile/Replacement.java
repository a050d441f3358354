package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationFailure;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.TaskState;
import io.reseat.host.store.StateSnapshot;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The swap of two generations that must not run at once: the old one ends its cycle, hands its state over and is closed,
 * and then the new one is started. Confined to the owner thread.
 */
final class Replacement {
    private final SeatParts seat;
    private final Departure departure;
    private final Reload reload;
    private final Optional<Generation> old;
    private final Generation next;
    private boolean abandoned;

    Replacement(SeatParts seat, Departure departure, Reload reload, Optional<Generation> old, Generation next) {
        this.seat = seat;
        this.departure = departure;
        this.reload = reload;
        this.old = old;
        this.next = next;
    }

    void begin() {
        if (seat.occupancy().empty() && reload.order().kind() != Order.Kind.REINSTATE) {
            seat.view().enter(TaskState.STARTING, reload.order().reason());
        }
        CompletableFuture<Void> gone = departure.over();
        if (gone.isDone()) {
            swap();
        } else {
            reload.leaveLane(); // that may take long
            reload.on(gone, (nothing, failure) -> swap());
        }
    }

    /** What ran before, or was tried beside it and refused, has let go of everything. */
    private void swap() {
        old.ifPresentOrElse(this::halt, this::restoreKept);
    }

    private void halt(Generation running) {
        CompletableFuture<Generation.Ending> halted = running.halt(Departure.drain(running));
        seat.view().enter(TaskState.RELOADING, ""); // its cycle ends meanwhile
        if (!halted.isDone()) {
            reload.leaveLane(); // that may take as long as its drain
        }
        reload.atOnce(halted, (ending, impossible) -> {
            reload.passed(Phase.DRAIN);
            departure.keepCompleted(running);
            if (ranForBoth(running)) {
                reload.discard(next);
                reload.needless();
            } else if (ending == Generation.Ending.QUARANTINED) {
                departure.quarantined(running);
                abandoned = true;
                restoreKept();
            } else if (ending == Generation.Ending.KILLED) {
                abandoned = true;
                reload.on(departure.killed(running), (gone, failure) -> restoreKept());
            } else if (reload.order().withoutState()
                    || reload.order().back().flatMap(Order.Return::state).isPresent()) {
                restoreKept(); // what runs failed, and is not asked for its state
            } else {
                save(running);
            }
        });
    }

    /** A once task that ended well meanwhile runs once for a config, unless an operator asked for another run. */
    private boolean ranForBoth(Generation running) {
        Order.Kind kind = reload.order().kind();
        return running.done()
                && (kind == Order.Kind.CHANGE || kind == Order.Kind.REBUILD)
                && running.spec().configDigest().equals(next.spec().configDigest());
    }

    private void save(Generation running) {
        reload.atOnce(running.save(), (saved, failure) -> {
            if (saved == null) {
                reload.discard(next);
                reload.refused(GenerationFailure.of("saveState", failure), true);
            } else if (saved.isPresent() && reload.order().readable(saved, next.stateVersion())) {
                restore(saved);
            } else {
                restoreKept();
            }
        });
    }

    /** A task must not start without the state that it has, even if that cannot be read now. */
    private void restoreKept() {
        boolean knownWell = old.isPresent() && reload.order().back().isEmpty();
        if (reload.order().withoutState() || (knownWell && !next.stateful())) {
            restore(Optional.empty()); // without a look at the disk while the task stands still
            return;
        }
        Optional<StateSnapshot> kept;
        try {
            kept = reload.order().back().flatMap(Order.Return::state).orElseGet(seat.disk()::state);
            boolean readable = reload.order().readable(kept, next.stateVersion());
            kept = readable ? kept : seat.disk().state(next.stateVersion());
        } catch (UncheckedIOException e) {
            unrestored(GenerationFailure.ofHost(e.getMessage() + "; mend that, then reload"), null);
            return;
        }
        restore(kept);
    }

    private void restore(Optional<StateSnapshot> state) {
        if (next.lost()) { // while the old one drained, which need not be closed for it
            unrestored(GenerationFailure.of("start", next.loss().orElseThrow()), state.orElse(null));
            return;
        }
        CompletableFuture<Void> restored = state.map(next::restore).orElse(CompletableFuture.completedFuture(null));
        reload.atOnce(restored, (nothing, failure) -> {
            if (failure == null) {
                close(state.orElse(null));
            } else {
                unrestored(vetoed(failure, state), state.orElse(null));
            }
        });
    }

    /** What an older content cannot read is no reason that it cannot run. */
    private GenerationFailure vetoed(Throwable failure, Optional<StateSnapshot> state) {
        GenerationFailure veto = GenerationFailure.of("restoreState", failure).ofRestore();
        Order order = reload.order();
        boolean ofFiles = order.kind() == Order.Kind.CHANGE || order.kind() == Order.Kind.RESTART;
        if (veto.isLoss()) {
            return veto;
        } else if (ofFiles && state.isPresent()) {
            return veto.with("; to run it without that state: reseat restart " + seat.name() + " --without-state");
        } else if (order.kind() != Order.Kind.GO_BACK || state.isEmpty()) {
            return veto;
        }
        long back = order.back().map(Order.Return::generation).orElse(0L);
        return veto.with("; the state is of version " + state.get().stateVersion() + ", saved by generation "
                + state.get().generation() + ", and generation " + back + " knows version " + next.stateVersion()
                + "; to bring it back without state: reseat rollback " + seat.name() + " " + back
                + " --without-state");
    }

    private void unrestored(GenerationFailure failure, @Nullable StateSnapshot state) {
        reload.discard(next);
        if (abandoned) {
            failedAfterClose(failure, state);
        } else if (!reload.beginsAgain(failure, old.filter(Generation::lost).isPresent(), state)) {
            reload.refused(failure, old.isPresent());
        }
    }

    private void failedAfterClose(GenerationFailure failure, @Nullable StateSnapshot state) {
        if (!reload.beginsAgain(failure, old.isPresent(), state)) {
            reload.failedAfterClose(failure, state);
        }
    }

    private void close(@Nullable StateSnapshot state) {
        if (old.isEmpty() || abandoned) {
            start(state);
            return;
        }
        reload.on(old.get().close(), (nothing, failure) -> {
            departure.closed(old.get(), failure);
            start(state);
        });
    }

    private void start(@Nullable StateSnapshot state) {
        reload.on(next.start(), (nothing, failure) -> {
            reload.passed(Phase.SWAP);
            if (failure == null) {
                reload.swapped(next, state);
            } else {
                reload.discard(next);
                failedAfterClose(GenerationFailure.of("start", failure), state);
            }
        });
    }
}
