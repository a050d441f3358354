package io.reseat.host.reconcile;

import io.reseat.host.isolation.Realm;
import io.reseat.host.lifecycle.Blueprint;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.lifecycle.GenerationEvents;
import io.reseat.host.lifecycle.GenerationFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Has the generation made that an {@link Order} wants, beside what runs. Used by the owner thread. */
record Making(SeatParts seat, Order order, GenerationEvents events) {
    /** Builds it in a realm; the answer may fail. */
    CompletableFuture<Generation> in(Realm realm) {
        try {
            Blueprint blueprint = new Blueprint(
                    order.spec(),
                    realm,
                    seat.shop().numbers().next(seat.name()),
                    seat.shop().data().ofTask(seat.name()),
                    seat.counters(),
                    seat.metrics(),
                    events);
            return seat.shop().builder().build(blueprint, coveredUntil());
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        } catch (IOException e) {
            seat.shop()
                    .disk()
                    .execute(() -> seat.shop().backlog().write("task " + seat.name() + ", its numbers", this::reserve));
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
        return another ? seat.shop().services().clock().now() : seat.occupancy().coveredUntil();
    }

    /** What a build needs of the disk; what was refused for it is looked at again after this. */
    private void reserve() throws IOException {
        seat.shop().numbers().reserve(List.of(seat.name()));
        seat.shop().data().ofTask(seat.name());
    }

    /** There is no realm to make it in. */
    static GenerationFailure unopened(Order order, IOException e) {
        return GenerationFailure.ofHost("opening " + order.artifact().label() + " failed: " + e.getMessage()
                + "; mend that, or where the copy in data/store is missing, touch its file in plugins/; then reload");
    }
}
