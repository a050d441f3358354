package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Missed;
import io.reseat.host.model.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Times are seconds since the start: of the clock that only rises, and of the time of day unless it is set. */
class FiringsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long ORIGIN = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos(); // it wraps within a test

    private Duration set = Duration.ZERO;

    @Test
    void everyKeepsItsRateThoughTimersAreLate() {
        Firings every = firings(new Schedule.Every(Duration.ofSeconds(10)), Missed.ONCE);
        assertWait(0, every, 0);
        cycle(every, 0.003, 1);
        assertWait(9, every, 1);
        cycle(every, 10.004, 12);
        assertWait(8, every, 12);
        cycle(every, 20.002, 29);
        assertWait(1, every, 29);
        cycle(every, 30.001, 31);
        assertWait(9, every, 31);
    }

    @Test
    void everyStartsALateCycleAtOnceAndGoesOnFromThere() {
        Firings every = firings(new Schedule.Every(Duration.ofSeconds(10)), Missed.ONCE);
        assertWait(0, every, 0);
        cycle(every, 0, 37);
        assertWait(0, every, 37);
        cycle(every, 37, 38);
        assertWait(9, every, 38);
    }

    @Test
    void everySkipsWhatALongCycleMissed() {
        Firings every = firings(new Schedule.Every(Duration.ofSeconds(10)), Missed.SKIP);
        assertWait(0, every, 0);
        cycle(every, 0, 37);
        assertWait(3, every, 37);
        cycle(every, 40, 41);
        assertWait(9, every, 41);
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void askingTwiceChangesNothing(Missed missed) {
        Firings every = firings(new Schedule.Every(Duration.ofSeconds(10)), missed);
        every.untilNext(nanos(0), now(0));
        cycle(every, 0, 1);
        for (double at : new double[] {2, 3, 4, 5}) {
            assertWait(10 - at, every, at);
        }
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void aCycleBesideTheScheduleDoesNotMoveIt(Missed missed) {
        Firings every = firings(new Schedule.Every(Duration.ofSeconds(10)), missed);
        every.untilNext(nanos(0), now(0));
        cycle(every, 0, 1);
        assertWait(9, every, 1);
        every.started(false, nanos(4), now(4));
        every.ended(true, nanos(5));
        assertWait(5, every, 5);
    }

    @Test
    void aCycleThatWaitedForItsBackoffCoversWhatCameMeanwhile() {
        Firings once = firings(new Schedule.Every(Duration.ofSeconds(1)), Missed.ONCE);
        once.untilNext(nanos(0), now(0));
        cycle(once, 0, 0.1);
        assertWait(0.9, once, 0.1); // a backoff makes it 60
        cycle(once, 60.5, 60.6);
        assertWait(0.9, once, 60.6);

        Firings skip = firings(new Schedule.Every(Duration.ofSeconds(1)), Missed.SKIP);
        skip.untilNext(nanos(0), now(0));
        cycle(skip, 0, 0.1);
        assertWait(0.9, skip, 0.1);
        cycle(skip, 60.5, 60.6);
        assertWait(0.4, skip, 60.6);
    }

    @Test
    void everyHeedsNoClockThatIsSet() {
        Firings every = firings(new Schedule.Every(Duration.ofSeconds(10)), Missed.ONCE);
        every.untilNext(nanos(0), now(0));
        cycle(every, 0, 1);
        set = Duration.ofDays(400);
        assertWait(8, every, 2);
        set = Duration.ofDays(-400);
        assertWait(7, every, 3);
    }

    @Test
    void delayIsAPauseAfterTheEnd() {
        Firings delay = firings(new Schedule.Delay(Duration.ofSeconds(10)), Missed.ONCE);
        assertWait(0, delay, 0);
        cycle(delay, 0, 37);
        assertWait(10, delay, 37);
        assertWait(4, delay, 43);
        assertWait(0, delay, 60);
    }

    @Test
    void continuousNeverWaits() {
        Firings continuous = firings(new Schedule.Continuous(), Missed.ONCE);
        assertWait(0, continuous, 0);
        cycle(continuous, 0, 5);
        assertWait(0, continuous, 5);
    }

    @Test
    void onceIsDoneAfterAGoodCycleAlone() {
        Firings once = firings(new Schedule.Once(), Missed.ONCE);
        assertWait(0, once, 0);
        once.started(true, nanos(0), now(0));
        once.ended(false, nanos(1));
        assertFalse(once.done());
        assertWait(0, once, 1);
        cycle(once, 2, 3);
        assertTrue(once.done());
        assertEquals(Firings.NEVER, once.untilNext(nanos(3), now(3)));
        assertEquals(Optional.empty(), once.shown(now(3), Firings.NEVER));
    }

    @Test
    void hugePeriodsDoNotOverflow() {
        Firings every = firings(new Schedule.Every(Duration.ofDays(1_000_000)), Missed.ONCE);
        every.untilNext(nanos(0), now(0));
        cycle(every, 0, 1);
        assertTrue(every.untilNext(nanos(2), now(2)) > Duration.ofDays(30_000).toNanos());
    }

    @Test
    void cronWaitsInPiecesAndForItsOwnTime() {
        Firings cron = firings(hourly(), Missed.ONCE);
        assertWait(600, cron, 60);
        assertFalse(cron.isDue(now(60)));
        assertEquals(Optional.of(now(3600)), cron.shown(now(60), 0));
        assertWait(100, cron, 3500);
        assertFalse(cron.isDue(now(3599.9)));
        assertTrue(cron.isDue(now(3600)));
        cycle(cron, 3600, 3601);
        assertFalse(cron.isDue(now(3601)));
    }

    @Test
    void cronRunsOnceForAllThatItMissed() {
        Firings cron = firings(hourly(), Missed.ONCE);
        assertWait(0, cron, 3 * 3600 + 1800);
        assertTrue(cron.isDue(now(3 * 3600 + 1800)));
        cycle(cron, 3 * 3600 + 1800, 3 * 3600 + 1801);
        assertFalse(cron.isDue(now(3 * 3600 + 1801)));
        assertEquals(Optional.of(now(4 * 3600)), cron.shown(now(3 * 3600 + 1801), 0));
    }

    @Test
    void cronSkipsWhatItMissedButNotWhatIsALittleLate() {
        Firings cron = firings(hourly(), Missed.SKIP);
        assertFalse(cron.isDue(now(3 * 3600 + 1800)));
        assertEquals(Optional.of(now(4 * 3600)), cron.shown(now(3 * 3600 + 1800), 0));
        assertTrue(cron.isDue(now(4 * 3600 + 0.9)));
        assertFalse(cron.isDue(now(4 * 3600 + 1.1)));
    }

    @Test
    void firingsOfAPredecessorAreNotMissed() {
        Firings cron = new Firings(hourly(), Missed.ONCE, now(2 * 3600 + 1));
        assertFalse(cron.isDue(now(2 * 3600 + 2)));
        assertEquals(Optional.of(now(3 * 3600)), cron.shown(now(2 * 3600 + 2), 0));
    }

    @Test
    void aClockThatIsSetBackALittleRepeatsNoFiring() {
        Firings cron = firings(hourly(), Missed.ONCE);
        cycle(cron, 3600, 3601);
        set = Duration.ofMinutes(-30);
        assertFalse(cron.isDue(now(3602)));
        assertFalse(cron.isDue(now(3600 + 1801)), "that is 01:00 once more");
        assertTrue(cron.isDue(now(2 * 3600 + 1801)));
    }

    @Test
    void aClockThatWasFarAheadDoesNotSilenceTheTaskOnceItIsRight() {
        set = Duration.ofDays(3650);
        Firings cron = firings(hourly(), Missed.ONCE);
        cycle(cron, 3600, 3601);
        set = Duration.ZERO;
        assertEquals(Optional.of(now(2 * 3600)), cron.shown(now(3602), 0));
    }

    @Test
    void aClockThatIsSetForwardMissesFirings() {
        Firings cron = firings(hourly(), Missed.ONCE);
        cycle(cron, 3600, 3601);
        set = Duration.ofHours(30);
        assertTrue(cron.isDue(now(3602)));
        Firings skip = firings(hourly(), Missed.SKIP);
        assertFalse(skip.isDue(now(3602)));
    }

    @Test
    void anExpressionThatNeverFiresIsNeverDue() {
        Firings cron = firings(new Schedule.Cron("0 0 30 2 *", ZoneId.of("UTC")), Missed.ONCE);
        assertEquals(Firings.NEVER, cron.untilNext(nanos(0), now(0)));
        assertFalse(cron.isDue(now(1e9)));
        assertEquals(Optional.empty(), cron.shown(now(0), Firings.NEVER));
    }

    @Test
    void anotherPeriodCountsFromTheLastCycle() {
        Firings every = firings(new Schedule.Every(Duration.ofSeconds(10)), Missed.ONCE);
        every.untilNext(nanos(0), now(0));
        cycle(every, 0, 1);
        assertWait(17, every.changed(new Schedule.Every(Duration.ofSeconds(20)), Missed.ONCE, now(3)), 3);
        assertWait(0, every.changed(new Schedule.Every(Duration.ofSeconds(2)), Missed.ONCE, now(3)), 3);
        assertWait(28, every.changed(new Schedule.Delay(Duration.ofSeconds(30)), Missed.ONCE, now(3)), 3);
    }

    @Test
    void anotherExpressionMissedNothingBeforeItWasThere() {
        Firings cron = firings(hourly(), Missed.ONCE);
        cycle(cron, 3600, 3601);
        Firings changed = cron.changed(new Schedule.Cron("30 * * * *", ZoneId.of("UTC")), Missed.ONCE, now(5500));
        assertFalse(changed.isDue(now(5501)), "01:30 was before the change");
        assertTrue(changed.isDue(now(9000)));
        Firings same = cron.changed(hourly(), Missed.SKIP, now(7199));
        assertTrue(same.isDue(now(7200)));
    }

    @ParameterizedTest
    @EnumSource(Missed.class)
    void everyRunsAtMostOneCycleAPeriodAndNeverStops(Missed missed) {
        Random random = new Random(7);
        for (int round = 0; round < 1_000; round++) {
            Firings every = firings(new Schedule.Every(Duration.ofSeconds(10)), missed);
            double at = 0;
            int cycles = 0;
            while (at < 1_000) {
                double wait = every.untilNext(nanos(at), now(at)) / 1e9;
                assertTrue(wait >= 0 && wait <= 10.000_001, "seed 7, round " + round + ": waits " + wait);
                double start = at + wait + random.nextDouble() * 0.01;
                at = start + random.nextDouble() * (random.nextInt(5) == 0 ? 40 : 9);
                cycle(every, start, at);
                cycles++;
            }
            assertTrue(cycles > 20 && cycles <= 101, "seed 7, round " + round + ": " + cycles + " cycles");
        }
    }

    private Firings firings(Schedule schedule, Missed missed) {
        return new Firings(schedule, missed, now(0));
    }

    private static Schedule.Cron hourly() {
        return new Schedule.Cron("0 * * * *", ZoneId.of("UTC"));
    }

    private void cycle(Firings firings, double start, double end) {
        firings.started(true, nanos(start), now(start));
        firings.ended(true, nanos(end));
    }

    private void assertWait(double seconds, Firings firings, double at) {
        assertEquals(seconds, firings.untilNext(nanos(at), now(at)) / 1e9, 1e-6);
    }

    private static long nanos(double seconds) {
        return ORIGIN + (long) (seconds * 1e9);
    }

    private Instant now(double seconds) {
        return START.plusNanos((long) (seconds * 1e9)).plus(set);
    }
}
