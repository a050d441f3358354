package io.reseat.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PausesTest {
    @Test
    void cyclesOfTwoGenerationsCountInTheOrderOfTheirTimes() {
        assertEquals(
                new Distribution(List.of(1L, 2L, 3L)), pauses(10, 13, 11, 16).all());
    }

    @Test
    void aPauseBelongsToTheReloadThatItEndsAfter() {
        Pauses pauses = pauses(0, 90, 100, 105, 112, 203, 204, 209);
        assertEquals(new Distribution(List.of(10L, 91L)), pauses.longestAfterEach(List.of(95L, 200L)));
    }

    @Test
    void oneCycleHasNoPause() {
        assertThrows(IllegalStateException.class, () -> pauses(1));
    }

    private static Pauses pauses(long... ends) {
        return new Pauses(LongStream.of(ends)
                .mapToObj(end -> new Pulse(1, 1, end, true, 1))
                .toList());
    }
}
