package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Missed;
import io.reseat.host.model.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Timers fire when the test says so, also those that were cancelled: one may fire in that very moment. */
class AgendaTest {
    private final List<Runnable> timers = new ArrayList<>();
    private final List<Long> due = new ArrayList<>();
    private final Schedule.Every every = new Schedule.Every(Duration.ofSeconds(10));
    private final Agenda agenda =
            new Agenda(new HostClock(new HeldTimers(timers)), new Firings(every, Missed.ONCE, Instant.EPOCH), due::add);

    @Test
    void aWaitIsOverWhenItsTimerFires() {
        agenda.await(5);
        timers.get(0).run();
        assertTrue(agenda.isOver(due.get(0)));
    }

    @Test
    void aTimerThatFiresThoughItWasCancelledIsNoFiring() {
        agenda.await(5);
        agenda.cancel();
        timers.get(0).run();
        assertFalse(agenda.isOver(due.get(0)));
    }

    @Test
    void theTimerOfAnEarlierWaitDoesNotEndALaterOne() {
        agenda.await(5);
        agenda.await(7);
        timers.get(0).run();
        assertFalse(agenda.isOver(due.get(0)));
        timers.get(1).run();
        assertTrue(agenda.isOver(due.get(1)));
    }

    @Test
    void aWaitForNothingSetsNoTimerAndIsShownAsNone() {
        agenda.await(Firings.NEVER);
        assertEquals(List.of(), timers);
        assertEquals(Optional.empty(), agenda.shown());
    }

    @Test
    void whatIsWaitedForIsShownUntilItIsCancelled() {
        agenda.await(Duration.ofSeconds(3).toNanos());
        assertEquals(Optional.of(Instant.EPOCH.plusSeconds(3)), agenda.shown());
        agenda.cancel();
        assertEquals(Optional.empty(), agenda.shown());
    }
}
