package io.reseat.host.reconcile;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.TaskName;
import io.reseat.host.store.ArtifactStore;
import io.reseat.host.store.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects staged plugins that nothing refers to, some time after the last change. Confined to the owner thread. */
final class StoreSweep {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");
    private static final Duration AFTER = Duration.ofMinutes(2);

    private final Consumer<Runnable> afterAWhile;
    private final Executor disk;
    private final History history;
    private final ArtifactStore artifacts;
    private final Supplier<Set<Digest>> inUse;
    private final BooleanSupplier listed;
    private boolean due;

    /**
     * A sweep of the host's store.
     *
     * @param seats the live view of all seats
     * @param listed whether it is known which tasks there are
     */
    StoreSweep(Shop shop, PluginShelf shelf, Collection<Seat> seats, BooleanSupplier listed) {
        this(
                sweep -> shop.services().clock().later(AFTER, () -> shop.owner().execute(sweep)),
                shop.disk(),
                shop.history(),
                shop.artifacts(),
                () -> {
                    Set<Digest> keep = inUse(shop, shelf, seats);
                    shop.realms().keepWarned(keep);
                    return keep;
                },
                listed);
    }

    /**
     * A sweep of a store.
     *
     * @param afterAWhile runs a sweep later, on the owner thread
     * @param inUse what is needed now; the set is the caller's
     */
    StoreSweep(
            Consumer<Runnable> afterAWhile,
            Executor disk,
            History history,
            ArtifactStore artifacts,
            Supplier<Set<Digest>> inUse,
            BooleanSupplier listed) {
        this.afterAWhile = afterAWhile;
        this.disk = disk;
        this.history = history;
        this.artifacts = artifacts;
        this.inUse = inUse;
        this.listed = listed;
    }

    /** What runs or stands by, is to be tried again, or lies among the plugins. */
    private static Set<Digest> inUse(Shop shop, PluginShelf shelf, Collection<Seat> seats) {
        Set<Digest> keep = new HashSet<>(shop.realms().digestsInUse());
        shelf.catalog().artifacts().values().forEach(all -> all.forEach(one -> keep.add(one.digest())));
        seats.forEach(seat -> seat.artifacts().map(Artifact::digest).forEach(keep::add));
        return keep;
    }

    /** Sweeps a while after this, once for all changes until then. */
    void later() {
        if (!due) {
            due = true;
            afterAWhile.accept(this::sweep);
        }
    }

    void sweep() {
        due = false;
        if (!listed.getAsBoolean()) {
            later(); // a folder that is not mounted yet says nothing about what its tasks will need
            return;
        }
        Set<Digest> keep = inUse.get();
        disk.execute(() -> collect(keep));
    }

    private void collect(Set<Digest> keep) {
        try {
            keep.addAll(ofPasts(history));
            artifacts.collect(keep);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("data/store could not be tidied up ({}); that is tried again after the next change", e.toString());
        }
    }

    /** What the past of any task names, also of those whose files are not there now, or whose past is damaged. */
    static Set<Digest> ofPasts(History history) throws IOException {
        Set<Digest> all = new HashSet<>();
        for (TaskName task : history.tasks()) {
            all.addAll(history.of(task).artifacts());
        }
        all.addAll(history.namedInDamaged()); // last: what was damaged just now is among it
        return all;
    }
}
