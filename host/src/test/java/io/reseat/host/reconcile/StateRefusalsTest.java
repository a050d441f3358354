package io.reseat.host.reconcile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StateRefusalsTest {
    private final StateRefusals refusals = new StateRefusals();

    @Test
    void theFirstIsTriedAgainAsSoonAsTheStateCouldBeSaved() {
        assertFalse(refusals.due(seconds(1)), "nothing was refused");
        refusals.refused(seconds(1));
        assertTrue(refusals.waiting());
        assertTrue(refusals.due(seconds(1)));
        assertFalse(refusals.due(seconds(1)), "once is enough");
    }

    @Test
    void whatIsRefusedAgainAndAgainIsTriedMoreAndMoreRarely() {
        refusals.refused(0);
        refusals.refused(0);
        assertFalse(refusals.due(seconds(29)));
        assertTrue(refusals.due(seconds(30)));
        refusals.refused(0);
        assertFalse(refusals.due(seconds(59)));
        assertTrue(refusals.due(seconds(60)));
        for (int i = 0; i < 100; i++) {
            refusals.refused(0);
        }
        assertTrue(refusals.due(seconds(2 * 60 * 60)), "but not for ever");
    }

    @Test
    void aSwapMakesItNewAgain() {
        refusals.refused(0);
        refusals.refused(0);
        refusals.over();
        assertFalse(refusals.waiting());
        refusals.refused(0);
        assertTrue(refusals.due(0));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
