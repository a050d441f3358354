package io.reseat.host.reconcile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.model.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How reloads of one plugin share the processor. The test's thread is the owner. */
class LanesTest {
    private static final Digest PLUGIN = Digest.of(new byte[] {1});
    private static final Digest OTHER = Digest.of(new byte[] {2});

    private final HostClock clock = new HostClock();
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private final Lanes lanes = new Lanes(clock, events::add);
    private final List<Lanes.Ticket> begun = new ArrayList<>();

    @AfterEach
    void stop() {
        clock.close();
    }

    /** Fills a lane, and says how many that took. */
    private int fill() {
        int before = -1;
        while (begun.size() > before) {
            before = begun.size();
            lanes.enter(PLUGIN, begun::add);
        }
        return before;
    }

    @Test
    void noneBeginsWhileOneSwaps() {
        int all = fill();
        begun.get(0).swaps();
        begun.get(1).leave();
        assertEquals(all, begun.size());
        begun.get(0).leave();
        assertEquals(all + 1, begun.size(), "one waited, and has begun");
    }

    @Test
    void thoseOfAnotherPluginBeginWhileOneSwaps() {
        fill();
        begun.get(0).swaps();
        int before = begun.size();
        lanes.enter(OTHER, begun::add);
        assertEquals(before + 1, begun.size());
    }

    @Test
    void aSlowSwapHoldsUpNoOther() {
        lanes.enter(PLUGIN, begun::add);
        begun.get(0).swaps();
        lanes.enter(PLUGIN, begun::add);
        assertEquals(1, begun.size());
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Runnable event = events.poll();
            if (event != null) {
                event.run();
            }
            return begun.size() == 2;
        });
    }

    @Test
    void whatLeftItsLaneHoldsUpNoOtherByItsSwap() {
        fill();
        Lanes.Ticket slow = begun.get(0);
        slow.leave();
        int before = begun.size();
        slow.swaps();
        begun.get(1).leave();
        lanes.enter(PLUGIN, begun::add);
        assertEquals(before + 1, begun.size());
    }
}
