package io.reseat.host.reconcile;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.TaskName;
import io.reseat.host.store.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects staged plugins that nothing refers to, some time after the last change. Confined to the owner thread. */
final class StoreSweep {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");
    private static final Duration AFTER = Duration.ofMinutes(2);

    private final Shop shop;
    private final PluginShelf shelf;
    private final Collection<Seat> seats;
    private final BooleanSupplier listed;
    private boolean due;

    /**
     * A sweep of the store.
     *
     * @param seats the live view of all seats
     * @param listed whether it is known which tasks there are
     */
    StoreSweep(Shop shop, PluginShelf shelf, Collection<Seat> seats, BooleanSupplier listed) {
        this.shop = shop;
        this.shelf = shelf;
        this.seats = seats;
        this.listed = listed;
    }

    /** Sweeps a while after this, once for all changes until then. */
    void later() {
        if (!due) {
            due = true;
            shop.services().clock().later(AFTER, () -> shop.owner().execute(this::sweep));
        }
    }

    private void sweep() {
        due = false;
        if (!listed.getAsBoolean()) {
            later(); // a folder that is not mounted yet says nothing about what its tasks will need
            return;
        }
        Set<Digest> keep = new HashSet<>(shop.realms().digestsInUse());
        shelf.catalog().artifacts().values().forEach(all -> all.forEach(one -> keep.add(one.digest())));
        seats.forEach(seat -> seat.artifact().map(Artifact::digest).ifPresent(keep::add));
        shop.realms().keepWarned(keep);
        shop.disk().execute(() -> collect(keep));
    }

    private void collect(Set<Digest> keep) {
        try {
            keep.addAll(ofPasts(shop.history()));
            shop.artifacts().collect(keep);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("data/store could not be tidied up ({}); that is tried again after the next change", e.toString());
        }
    }

    /** What generations may be brought back from, also those of tasks whose files are not there now. */
    static Set<Digest> ofPasts(History history) throws IOException {
        Set<Digest> all = new HashSet<>();
        for (TaskName task : history.tasks()) {
            all.addAll(history.of(task).artifacts());
        }
        return all;
    }
}
