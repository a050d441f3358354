package io.reseat.host.reconcile;

import io.reseat.host.model.PluginId;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.plan.Catalog;
import io.reseat.host.plan.Planner;
import io.reseat.host.plan.Wanted;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The seats of all tasks, and the removals that wait for an operator's word. Changed by the owner thread alone. */
final class Seats {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");

    private final Map<TaskName, Seat> all = new ConcurrentSkipListMap<>();
    private final PluginUsers users = new PluginUsers();
    private final Set<TaskName> heldRemovals = new HashSet<>();
    private final Set<TaskName> unfinished = ConcurrentHashMap.newKeySet();
    private final WantedTasks wanted;
    private final Shop shop;
    private final Foundation.Members members;
    private volatile int held;
    private volatile boolean ending;

    Seats(WantedTasks wanted, Shop shop, Foundation.Members members) {
        this.wanted = wanted;
        this.shop = shop;
        this.members = members;
    }

    /** All seats; may be read by any thread. */
    Map<TaskName, Seat> all() {
        return all;
    }

    /** How many removals are held; may be read by any thread. */
    int heldRemovals() {
        return held;
    }

    /** @throws UnknownTaskException if there is none of this name */
    Seat of(TaskName name) {
        Seat seat = all.get(name);
        if (seat == null) {
            throw new UnknownTaskException(name.value(), all.keySet());
        }
        return seat;
    }

    /** Ends all tasks because the host ends; completes when each has ended or was left alone. */
    CompletableFuture<Void> shutDown(Duration drain) {
        unfinished.addAll(all.keySet());
        ending = true;
        return CompletableFuture.allOf(all.values().stream()
                .map(seat -> seat.shutDown(drain).thenAccept(whole -> {
                    if (whole) {
                        unfinished.remove(seat.name());
                    }
                }))
                .toArray(CompletableFuture[]::new));
    }

    /** Those that {@link #shutDown} has to end yet, or cut off; may be read by any thread. */
    Set<TaskName> unfinished() {
        return Set.copyOf(ending ? unfinished : all.keySet()); // a second signal may come before the owner thread heard
    }

    /** The seat of a task, or an empty one that is not kept. */
    Seat peek(TaskName name) {
        Seat seat = all.get(name);
        return seat == null ? new Seat(name, shop) : seat;
    }

    /** Whether the task is there without a file, and nobody decided on that yet. */
    boolean vanished(TaskName task) {
        return wanted.of(task).isEmpty() && all.containsKey(task) && !heldRemovals.contains(task);
    }

    /** Makes seats for new tasks, and tells each seat what is wanted of it, unless that is a mass removal. */
    void prepare(Collection<TaskName> tasks) {
        Set<TaskName> vanishing = new HashSet<>(heldRemovals);
        Set<TaskName> added = new LinkedHashSet<>();
        for (TaskName task : tasks) {
            if (wanted.of(task).isPresent()) {
                vanishing.remove(task);
                heldRemovals.remove(task);
                if (!all.containsKey(task)) {
                    added.add(task);
                }
            } else if (all.containsKey(task)) {
                vanishing.add(task);
            }
        }
        boolean hold = holds(vanishing);
        add(added);
        for (TaskName task : tasks) {
            Seat seat = all.get(task);
            if (seat != null && !(hold && vanishing.contains(task))) {
                want(seat);
            }
        }
        held = heldRemovals.size();
    }

    private void want(Seat seat) {
        Optional<Wanted> now = wanted.of(seat.name());
        users.wants(seat.name(), seat.wanted(), now);
        seat.want(now);
    }

    /** The tasks whose files name one of these plugins, each with what changed. */
    Map<TaskName, String> users(Map<PluginId, String> plugins) {
        return users.of(plugins);
    }

    /** Carries out all held removals at the next look. */
    void confirmRemovals() {
        Set.copyOf(heldRemovals).forEach(this::confirmRemoval);
    }

    /** Carries out a held removal at the next look. */
    void confirmRemoval(TaskName name) {
        if (heldRemovals.remove(name)) {
            want(of(name));
            held = heldRemovals.size();
        }
    }

    /** @param noticed when what led to this was first seen or asked for, as {@link System#nanoTime} */
    CompletableFuture<ReloadReport> look(
            Seat seat, Supplier<Catalog> catalog, boolean force, Requester by, long noticed) {
        if (heldRemovals.contains(seat.name())) {
            return CompletableFuture.completedFuture(seat.heldRemoval(by));
        }
        return seat.look(catalog, force, by, noticed)
                .whenCompleteAsync((report, failure) -> removeIfVacant(seat), shop.owner());
    }

    /** The tasks whose removal waits for an operator's word, or would from the next look on; nothing is changed. */
    Set<TaskName> wouldBeHeld() {
        Set<TaskName> vanishing = new HashSet<>();
        all.forEach((name, seat) -> {
            if (wanted.of(name).isEmpty() && seat.wanted().isPresent()) {
                vanishing.add(name);
            }
        });
        if (!Planner.isMassRemoval(vanishing.size(), all.size())) {
            vanishing.retainAll(heldRemovals);
        }
        return vanishing;
    }

    private boolean holds(Set<TaskName> vanishing) {
        boolean hold = Planner.isMassRemoval(vanishing.size(), all.size());
        if (hold && heldRemovals.addAll(vanishing)) {
            LOG.warn(
                    "the files of {} of {} tasks are gone: held, all run on."
                            + " If that is meant: reseat reload --confirm-removals",
                    vanishing.size(),
                    all.size());
        }
        return hold;
    }

    private void add(Set<TaskName> added) {
        if (added.isEmpty()) {
            return;
        }
        try {
            shop.numbers().reserve(added, this::trace);
        } catch (IOException e) {
            LOG.error(
                    "data/ cannot be written ({}): new tasks cannot start; free some space or mend its permissions",
                    e.toString());
        }
        added.forEach(name -> all.put(name, new Seat(name, shop)));
        members.tasks(added, Set.of());
    }

    /** The highest number in what is kept of a task; where that cannot be read now, it is not known. */
    private long trace(TaskName task) {
        return Math.max(
                readable(() ->
                        shop.memory().state(task).map(StateSnapshot::generation).orElse(0L)),
                readable(() -> shop.history().of(task).newest()));
    }

    private static long readable(LongSupplier number) {
        try {
            return number.getAsLong();
        } catch (UncheckedIOException e) {
            return 0; // told by whoever needs what it holds
        }
    }

    private void removeIfVacant(Seat seat) {
        if (seat.vacant() && all.remove(seat.name(), seat)) {
            members.tasks(Set.of(), Set.of(seat.name()));
        }
    }
}
