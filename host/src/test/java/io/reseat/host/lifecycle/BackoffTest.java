package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Backoff backoff = new Backoff();

    @Test
    void theWaitDoublesUpToTheLongest() {
        RestartPolicy policy = policy(Duration.ofSeconds(1), Duration.ofSeconds(10), 100);
        for (long seconds : new long[] {1, 2, 4, 8, 10, 10}) {
            assertWithinATenth(Duration.ofSeconds(seconds), wait(policy));
        }
    }

    @Test
    void theWaitIsSpreadOverATenth() {
        RestartPolicy policy = policy(Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            waits.add(wait(policy).toMillis());
        }
        long least = waits.stream().mapToLong(w -> w).min().orElseThrow();
        long most = waits.stream().mapToLong(w -> w).max().orElseThrow();
        assertTrue(least >= 60_000 && most <= 66_000, least + " to " + most);
        assertTrue(
                most - least > 1_000, "tasks that failed together would come back together: " + least + " to " + most);
    }

    @Test
    void manyFailuresAndHugeWaitsDoNotOverflow() {
        RestartPolicy policy = policy(Duration.ofDays(20_000), Duration.ofDays(36_000), 1_000);
        for (int i = 0; i < 200; i++) {
            assertTrue(wait(policy).compareTo(Duration.ofDays(20_000)) >= 0);
        }
        assertWithinATenth(Duration.ofDays(36_000), wait(policy));
    }

    @Test
    void aWaitOfLessThanAMillisecondIsNoBusyLoop() {
        RestartPolicy policy = policy(Duration.ofNanos(400_000), Duration.ofSeconds(1), 100);
        assertTrue(wait(policy).compareTo(Duration.ofNanos(400_000)) >= 0);
    }

    @Test
    void aGoodCycleHealsTheWait() {
        RestartPolicy policy = policy(Duration.ofSeconds(1), Duration.ofMinutes(1), 100);
        wait(policy);
        wait(policy);
        backoff.recovered();
        assertEquals(0, backoff.inARow());
        assertWithinATenth(Duration.ofSeconds(1), wait(policy));
    }

    @Test
    void everySoManyFailuresInARowRebuild() {
        RestartPolicy policy = policy(Duration.ofSeconds(1), Duration.ofMinutes(1), 3);
        List<Boolean> rebuilds = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            rebuilds.add(backoff.failed(policy, START) instanceof Backoff.Verdict.Rebuild);
        }
        assertEquals(List.of(false, false, true, false, false, true, false), rebuilds);
        backoff.recovered();
        assertInstanceOf(Backoff.Verdict.Wait.class, backoff.failed(policy, START));
    }

    @Test
    void tooManyFailuresWithinTheTimeGiveUp() {
        RestartPolicy policy = givingUp(3, Duration.ofMinutes(10));
        backoff.failed(policy, START);
        backoff.failed(policy, START.plus(Duration.ofMinutes(5)));
        Backoff.Verdict verdict = backoff.failed(policy, START.plus(Duration.ofMinutes(10)));
        assertEquals(3, assertInstanceOf(Backoff.Verdict.GiveUp.class, verdict).failuresInARow());
    }

    @Test
    void failuresThatAreFarApartDoNotGiveUp() {
        RestartPolicy policy = givingUp(3, Duration.ofMinutes(10));
        for (int i = 0; i < 50; i++) {
            Backoff.Verdict verdict = backoff.failed(policy, START.plus(Duration.ofMinutes(6L * i)));
            assertInstanceOf(Backoff.Verdict.Wait.class, verdict);
        }
    }

    @Test
    void aGoodCycleBetweenFailuresDoesNotHideThemFromGivingUp() {
        RestartPolicy policy = givingUp(3, Duration.ofMinutes(10));
        for (int i = 0; i < 2; i++) {
            backoff.failed(policy, START);
            backoff.recovered();
        }
        assertInstanceOf(Backoff.Verdict.GiveUp.class, backoff.failed(policy, START));
    }

    @Test
    void forgettingHoldsNothingAgainstTheTask() {
        RestartPolicy policy = givingUp(2, Duration.ofMinutes(10));
        backoff.failed(policy, START);
        backoff.forget();
        assertInstanceOf(Backoff.Verdict.Wait.class, backoff.failed(policy, START));
        assertEquals(1, backoff.inARow());
    }

    @Test
    void aServiceThatDiesSoonAfterItWorkedWaitsLongerEachTime() {
        RestartPolicy policy = policy(Duration.ofSeconds(1), Duration.ofMinutes(1), 100);
        Instant now = START;
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            backoff.works(now);
            now = now.plusSeconds(119);
            assertWithinATenth(Duration.ofSeconds(seconds), wait(policy, now));
        }
        backoff.works(now);
        backoff.works(now.plusSeconds(100)); // said again, which changes nothing
        assertWithinATenth(Duration.ofSeconds(1), wait(policy, now.plusSeconds(120)));
    }

    @Test
    void theTimeBetweenAFailureAndTheNextStartIsNoHealthyTime() {
        RestartPolicy policy = policy(Duration.ofSeconds(1), Duration.ofMinutes(1), 100);
        backoff.works(START);
        wait(policy, START.plusSeconds(1));
        assertWithinATenth(Duration.ofSeconds(2), wait(policy, START.plusSeconds(3600)));
    }

    /** A database that is away for an hour, with policies, cycles and outages by chance. */
    @Test
    void anHourOfFailuresEndsNoTaskForGoodAndTheFirstGoodCycleHealsIt() {
        long seed = 20261123;
        Random chance = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Backoff own = new Backoff();
            long first = 1 + chance.nextInt(5_000);
            long longest = first + chance.nextInt(120_000);
            RestartPolicy policy = new RestartPolicy(
                    Duration.ofMillis(first), Duration.ofMillis(longest), 1 + chance.nextInt(9), Optional.empty());
            Instant back = START.plus(Duration.ofHours(1));
            Instant now = START;
            while (now.isBefore(back)) {
                now = now.plusMillis(chance.nextInt(1_000)); // the cycle that fails
                Backoff.Verdict verdict = own.failed(policy, now);
                Duration wait = verdict instanceof Backoff.Verdict.Rebuild rebuild
                        ? rebuild.backoff()
                        : assertInstanceOf(Backoff.Verdict.Wait.class, verdict, "round " + round)
                                .backoff();
                now = now.plus(wait);
            }
            assertTrue(
                    !now.isAfter(back.plusMillis(longest + longest / 10 + 1_000)),
                    "seed " + seed + ", round " + round + ": it comes back late, at " + now);
            own.recovered();
            assertEquals(0, own.inARow());
        }
    }

    private Duration wait(RestartPolicy policy, Instant now) {
        return assertInstanceOf(Backoff.Verdict.Wait.class, backoff.failed(policy, now))
                .backoff();
    }

    private Duration wait(RestartPolicy policy) {
        return assertInstanceOf(Backoff.Verdict.Wait.class, backoff.failed(policy, START))
                .backoff();
    }

    private static void assertWithinATenth(Duration expected, Duration actual) {
        boolean within =
                actual.compareTo(expected) >= 0 && actual.compareTo(expected.plus(expected.dividedBy(10))) <= 0;
        assertTrue(within, actual + " instead of " + expected);
    }

    private static RestartPolicy policy(Duration first, Duration longest, int rebuildAfter) {
        return new RestartPolicy(first, longest, rebuildAfter, Optional.empty());
    }

    private static RestartPolicy givingUp(int failures, Duration within) {
        return new RestartPolicy(
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                100,
                Optional.of(new RestartPolicy.GiveUp(failures, within)));
    }
}
