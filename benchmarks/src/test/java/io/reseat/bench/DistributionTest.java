package io.reseat.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DistributionTest {
    private final Distribution hundred = new Distribution(
            LongStream.rangeClosed(1, 100).map(ms -> ms * 1_000_000).boxed().toList());

    @Test
    void percentilesAreRunsThatHappened() {
        assertEquals(50, hundred.medianMillis());
        assertEquals(99, hundred.percentileMillis(99));
        assertEquals(100, hundred.percentileMillis(100));
    }

    @Test
    void ofFewRunsTheHighPercentileIsTheLongest() {
        Distribution few = new Distribution(List.of(3_000_000L, 1_000_000L, 2_000_000L));
        assertEquals(2, few.medianMillis());
        assertEquals(3, few.percentileMillis(99));
    }

    @Test
    void noRunsIsNoResult() {
        assertThrows(IllegalArgumentException.class, () -> new Distribution(List.of()));
    }

    @Test
    void theVerdictNamesWhatWasMissed() {
        assertEquals("met", new Target(50, 99).verdict(hundred, List.of(hundred)));
        assertEquals("**missed** p50, p99", new Target(49, 98).verdict(hundred, List.of()));
        Distribution fast = new Distribution(List.of(19_000_000L));
        assertEquals("**missed** ratio", new Target(50, 99).verdict(hundred, List.of(hundred, fast)));
        assertEquals("met", Target.alone(50).verdict(hundred, List.of(fast)));
        assertEquals("–", Target.none().verdict(hundred, List.of(fast)));
    }
}
