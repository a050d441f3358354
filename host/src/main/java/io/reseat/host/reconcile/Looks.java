package io.reseat.host.reconcile;

import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.plan.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The looks at tasks: which are due, whether something holds them back, and what comes of them. Confined to the owner
 * thread.
 */
final class Looks {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");

    private static final int MOST_CATCHING_UP = 3;

    private final OwnerThread owner;
    private final Trees trees;
    private final WantedTasks wanted;
    private final PluginShelf shelf;
    private final Seats seats;
    private final PendingLooks pending;
    private boolean catchingUp;

    /** @param gathering for how long removals are gathered */
    Looks(Shop shop, Duration gathering, Trees trees, WantedTasks wanted, PluginShelf shelf, Seats seats) {
        this.owner = shop.owner();
        this.trees = trees;
        this.wanted = wanted;
        this.shelf = shelf;
        this.seats = seats;
        this.pending = new PendingLooks(shop.services().clock(), owner, gathering, this::lookUnasked);
    }

    /** Nothing is looked at until it is released, as often as this was called. */
    void hold() {
        pending.hold();
    }

    /** Looks now at what is due, unless something holds it back. */
    void settle() {
        pending.settle();
    }

    /** All tasks have to be looked at. */
    void touchAll(String cause) {
        long now = System.nanoTime();
        seats.all().keySet().forEach(task -> pending.touch(task, cause, now));
        pending.settle();
    }

    /**
     * These tasks have to be looked at, now or when nothing holds that back any more.
     *
     * @param seen when the first of the changes was noticed, as {@link System#nanoTime}
     */
    void touch(Map<TaskName, String> causes, long seen) {
        causes.forEach((task, cause) -> {
            if (seats.vanished(task)) {
                pending.gone(task, cause);
            } else {
                pending.touch(task, cause, seen);
            }
        });
        pending.settle();
    }

    private void lookUnasked() {
        if (!catchingUp) {
            catchingUp = true;
            catchUp(MOST_CATCHING_UP);
        }
    }

    /**
     * Of two files that change together in two trees, the one that is taken first is not tried with the other's old one: a
     * file that is read for an older event may be so new that the other tree has not heard of what came before it. So each
     * file that counts is looked at once more, and again where that found something.
     */
    private void catchUp(int times) {
        Set<TaskName> due = pending.waiting().keySet();
        long seen = trees.revisions();
        CompletableFuture<Void> caughtUp = trees.caughtUp(wanted.files(due), shelf.files(wanted.plugins(due)));
        owner.when(caughtUp, (nothing, failure) -> {
            if (times > 1 && trees.revisions() != seen) {
                catchUp(times - 1);
            } else {
                catchingUp = false;
                lookAtDue();
            }
        });
    }

    private void lookAtDue() {
        if (!pending.held()) {
            looks(Optional.empty(), wanted.changing(Instant.now())).forEach(this::unasked);
        }
    }

    /** Nobody waits for this look, so a fault of the host that breaks it off has to be told here. */
    <T> void unasked(CompletionStage<T> look) {
        owner.when(look, (report, fault) -> {
            if (fault != null) {
                LOG.error("a look at what changed broke off, which is a fault of the host; please report it", fault);
            }
        });
    }

    private List<CompletableFuture<ReloadReport>> looks(Optional<Requester> by, Set<TaskName> later) {
        Map<TaskName, String> tasks = pending.take(later);
        seats.prepare(tasks.keySet());
        List<CompletableFuture<ReloadReport>> looks = new ArrayList<>();
        tasks.forEach((task, cause) -> {
            Seat seat = seats.all().get(task);
            long noticed = pending.noticed(task);
            if (seat != null) {
                Requester requester = by.orElseGet(() -> new Requester(Requester.Kind.FILE, cause));
                looks.add(seats.look(seat, shelf::catalog, false, requester, noticed));
            }
        });
        return looks;
    }

    /** What a look would do to each task. */
    List<PlannedAction> planned() {
        Set<TaskName> names = new TreeSet<>(seats.all().keySet());
        names.addAll(pending.waiting().keySet());
        Set<TaskName> held = seats.wouldBeHeld();
        return names.stream()
                .map(name -> (held.contains(name)
                                ? new Action.Hold(Seat.HELD_REMOVAL)
                                : seats.peek(name).wouldDo(wanted.of(name), shelf.catalog()))
                        .shown(name))
                .toList();
    }

    /** One hold less; with the last, looks at what is due, for who asked. */
    CompletableFuture<List<ReloadReport>> release(Requester by) {
        return pending.release()
                ? Relay.all(looks(Optional.of(by), Set.of()))
                : CompletableFuture.completedFuture(List.of());
    }

    /** What a plan saw on its way is taken as if it had been seen without it. */
    void releaseUnasked() {
        if (pending.release()) {
            pending.settle();
        }
    }
}
