package io.reseat.host.reconcile;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects staged plugins that nothing refers to, some time after the last change. Confined to the owner thread. */
final class StoreSweep {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");
    private static final Duration AFTER = Duration.ofMinutes(2);

    private final Shop shop;
    private final PluginShelf shelf;
    private final Collection<Seat> seats;
    private boolean due;

    /** @param seats the live view of all seats */
    StoreSweep(Shop shop, PluginShelf shelf, Collection<Seat> seats) {
        this.shop = shop;
        this.shelf = shelf;
        this.seats = seats;
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
        Set<Digest> keep = new HashSet<>(shop.realms().digestsInUse());
        shelf.catalog().artifacts().values().forEach(all -> all.forEach(one -> keep.add(one.digest())));
        seats.forEach(seat -> seat.artifact().map(Artifact::digest).ifPresent(keep::add));
        shop.realms().keepWarned(keep);
        List<TaskName> tasks = seats.stream().map(Seat::name).toList();
        shop.disk().execute(() -> collect(keep, tasks));
    }

    private void collect(Set<Digest> keep, List<TaskName> tasks) {
        try {
            tasks.forEach(task -> keep.addAll(shop.history().of(task).artifacts()));
            shop.artifacts().collect(keep);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("data/store could not be tidied up ({}); that is tried again after the next change", e.toString());
        }
    }
}
