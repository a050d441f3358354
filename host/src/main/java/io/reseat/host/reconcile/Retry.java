package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.HostClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What a task is built of again, after a wait: the one order that is due, with the timer that begins it. Confined to the
 * owner thread.
 *
 * <pre>
 *   nothing due ──in──► waits ──time passed──► being built ──it took its place──► dropped: nothing due
 *                       │   ▲                       │
 *          put off ◄────┘   └───────taken up────────┘ refused, or something else was that was built first
 * </pre>
 */
final class Retry {
    private final SeatParts seat;
    private final ReloadSlot slot;
    private @Nullable Future<?> timer;
    private @Nullable Order due;

    Retry(SeatParts seat, ReloadSlot slot) {
        this.seat = seat;
        this.slot = slot;
    }

    /** What is to be built again, also where that was put off. */
    Optional<Order> due() {
        return Optional.ofNullable(due);
    }

    /** Whether what runs failed, and waits for what is brought back: it must not go on. */
    boolean goesBack() {
        return due != null && due.goesBack() && !seat.occupancy().empty();
    }

    /** Begins an order after a wait, in place of what was due. */
    void in(Duration wait, Order order) {
        suspend();
        due = order;
        HostClock clock = seat.shop().services().clock();
        timer = clock.after(wait, () -> seat.shop().owner().execute(() -> begin(order)));
    }

    /** Puts off what is due: something else is built first, and may be refused. */
    void suspend() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** What was built first was refused: what was put off is due again. */
    void takeUp() {
        Order order = due;
        if (order != null && timer == null) {
            in(order.spec().restart().firstBackoff(), order);
        }
    }

    /** Nothing is due any more. */
    void drop() {
        suspend();
        due = null;
    }

    private void begin(Order order) {
        if (!order.equals(due)) {
            return;
        }
        timer = null; // what keeps it from now on has to take it up again
        if (slot.building() && !slot.busy()) {
            return; // what is being built takes its place, or is refused
        } else if (slot.busy()) {
            slot.afterSwap(() -> begin(order));
        } else if (!seat.occupancy().paused()) {
            slot.begin(order, new CompletableFuture<>()); // still due: what takes its place may be refused
        }
    }
}
