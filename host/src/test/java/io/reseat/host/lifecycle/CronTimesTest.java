package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reseat.host.model.Schedule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimesTest {
    private static final String BERLIN = "Europe/Berlin"; // forward on 2026-03-29 at 02:00, back on 2026-10-25 at 03:00

    @Test
    void fiveFieldsAreThoseOfUnix() {
        assertEquals(
                List.of("2026-05-04T08:00Z", "2026-05-04T08:30Z", "2026-05-05T08:00Z"),
                firings("0,30 8 * * 1-5", "UTC", "2026-05-01T08:30:00", 3));
    }

    @Test
    void sixFieldsBeginWithSeconds() {
        assertEquals(
                List.of("2026-05-01T08:00:20Z", "2026-05-01T08:00:40Z", "2026-05-01T08:01Z"),
                firings("*/20 * * * * *", "UTC", "2026-05-01T08:00:00", 3));
    }

    @Test
    void timesAreMeantInTheZone() {
        assertEquals(List.of("2026-07-01T09:00+02:00"), firings("0 9 * * *", BERLIN, "2026-07-01T00:00:00", 1));
        assertEquals(
                List.of("2026-07-01T09:00-07:00"),
                firings("0 9 * * *", "America/Los_Angeles", "2026-07-01T00:00:00", 1));
        assertEquals(
                List.of("2026-07-01T09:00+05:45"), firings("0 9 * * *", "Asia/Kathmandu", "2026-07-01T00:00:00", 1));
    }

    @Test
    void aFiringIsStrictlyAfterTheMoment() {
        assertEquals(List.of("2026-05-02T08:00Z"), firings("0 8 * * *", "UTC", "2026-05-01T08:00:00", 1));
        assertEquals(List.of("2026-05-01T08:00Z"), firings("0 8 * * *", "UTC", "2026-05-01T07:59:59.999", 1));
    }

    @Test
    void aDailyFiringInsideTheGapComesAtItsEnd() {
        assertEquals(
                List.of("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"),
                firings("30 2 * * *", BERLIN, "2026-03-28T00:00:00", 3));
        assertEquals(
                List.of("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00"),
                firings("0 0 2 * * *", BERLIN, "2026-03-28T12:00:00", 2));
    }

    @Test
    void severalFiringsInsideTheGapComeAsOne() {
        assertEquals(
                List.of("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00", "2026-03-30T02:20+02:00"),
                firings("*/20 2 * * *", BERLIN, "2026-03-28T12:00:00", 3));
    }

    @Test
    void aGapOfHalfAnHourIsFilledAsWell() {
        assertEquals(
                List.of("2026-10-04T02:30+11:00", "2026-10-05T02:10+11:00"),
                firings("10 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00", 2));
    }

    @Test
    void aYearlyFiringFindsItsGapAcrossOtherChangesOfTheClock() {
        assertEquals(
                List.of("2026-03-29T03:00+02:00", "2027-03-29T02:30+02:00"),
                firings("30 2 29 3 *", BERLIN, "2025-06-01T00:00:00", 2));
    }

    @Test
    void firingsOfEveryHourLeaveTheGapOut() {
        assertEquals(
                List.of("2026-03-29T01:15+01:00", "2026-03-29T03:15+02:00", "2026-03-29T04:15+02:00"),
                firings("15 * * * *", BERLIN, "2026-03-29T01:00:00", 3));
    }

    @Test
    void aFiringBesideTheGapIsLeftAlone() {
        assertEquals(
                List.of("2026-03-29T03:00+02:00", "2026-03-30T03:00+02:00"),
                firings("0 3 * * *", BERLIN, "2026-03-28T12:00:00", 2));
        assertEquals(
                List.of("2026-03-29T01:59+01:00", "2026-03-30T01:59+02:00"),
                firings("59 1 * * *", BERLIN, "2026-03-28T12:00:00", 2));
    }

    @Test
    void aFixedTimeThatComesTwiceFiresTheFirstTime() {
        assertEquals(
                List.of("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"),
                firings("30 2 * * *", BERLIN, "2026-10-24T12:00:00", 2));
    }

    @Test
    void firingsOfEveryHourGoThroughTheHourThatComesTwice() {
        assertEquals(
                List.of(
                        "2026-10-25T01:15+02:00",
                        "2026-10-25T02:15+02:00",
                        "2026-10-25T02:15+01:00",
                        "2026-10-25T03:15+01:00"),
                firings("15 * * * *", BERLIN, "2026-10-25T01:00:00", 4));
    }

    @Test
    void leapDaysAreWaitedFor() {
        assertEquals(
                List.of("2028-02-29T00:00Z", "2032-02-29T00:00Z"),
                firings("0 0 29 2 *", "UTC", "2026-01-01T00:00:00", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 0 30 2 ?"})
    void anExpressionThatNeverFiresHasNoFiring(String expression) {
        assertEquals(Optional.empty(), cron(expression, BERLIN).after(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"61 * * * *", "* * *", "noon", "0 0 L * *"})
    void whatIsNoExpressionIsRefused(String expression) {
        assertThrows(IllegalArgumentException.class, () -> cron(expression, "UTC"));
    }

    private static CronTimes cron(String expression, String zone) {
        return new CronTimes(new Schedule.Cron(expression, ZoneId.of(zone)));
    }

    /** So many firings one after another, as times of the zone. */
    private static List<String> firings(String expression, String zone, String localFrom, int count) {
        CronTimes times = cron(expression, zone);
        Instant moment = LocalDateTime.parse(localFrom).atZone(ZoneId.of(zone)).toInstant();
        List<String> firings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            moment = times.after(moment).orElseThrow();
            firings.add(OffsetDateTime.ofInstant(moment, ZoneId.of(zone)).toString());
        }
        return firings;
    }
}
