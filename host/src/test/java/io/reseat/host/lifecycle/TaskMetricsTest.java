package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskMetricsTest {
    private final TaskMetrics metrics = new TaskMetrics();
    private final TaskMetrics.View first = metrics.forGeneration();

    @Test
    void valuesAreReadByName() {
        first.counter("lines").add(3);
        first.timer("writes").record(Duration.ofMillis(1_500));
        first.timer("writes").record(Duration.ofMillis(500));
        first.gauge("queue", () -> 7.5);
        assertEquals(Map.of("lines", 3.0, "writes_count", 2.0, "writes_seconds", 2.0, "queue", 7.5), metrics.read());
    }

    @Test
    void countersAndTimersGoOnOverGenerations() {
        first.counter("lines").increment();
        first.timer("writes").record(Duration.ofSeconds(1));
        first.close();
        TaskMetrics.View second = metrics.forGeneration();
        second.counter("lines").increment();
        assertEquals(2, second.counter("lines").value());
        assertEquals(1, second.timer("writes").count());
        assertEquals(Duration.ofSeconds(1), second.timer("writes").total());
    }

    @Test
    void aGaugeEndsWithItsGeneration() {
        first.gauge("queue", () -> 1);
        first.close();
        assertEquals(Map.of(), metrics.read());
    }

    @Test
    void anOldGenerationTakesOnlyItsOwnGaugesAway() {
        first.gauge("queue", () -> 1);
        TaskMetrics.View second = metrics.forGeneration();
        second.gauge("queue", () -> 2);
        first.close();
        assertEquals(Map.of("queue", 2.0), metrics.read());
    }

    @Test
    void aClosedGenerationRegistersNoGauge() {
        first.close();
        assertThrows(IllegalStateException.class, () -> first.gauge("queue", () -> 1));
        assertEquals(Map.of(), metrics.read());
    }

    @Test
    void aGaugeThatThrowsOrHasNoValueIsAbsentAndTheOthersAreRead() {
        first.gauge("broken", () -> {
            throw new StackOverflowError();
        });
        first.gauge("unknown", () -> Double.NaN);
        first.gauge("queue", () -> 1);
        assertEquals(Map.of("queue", 1.0), metrics.read());
    }

    @Test
    void askingTwiceGivesTheSameMetric() {
        assertSame(first.counter("lines"), first.counter("lines"));
        assertSame(first.timer("writes"), metrics.forGeneration().timer("writes"));
    }

    @Test
    void aNewGenerationMayGiveANameAnotherKindWhichIsShownWhenTheOldOneHasEnded() {
        first.counter("lines").add(3);
        first.timer("queue");
        TaskMetrics.View second = metrics.forGeneration();
        second.timer("lines").record(Duration.ofSeconds(2)); // in create(), beside the old one
        second.gauge("queue", () -> 4);
        first.counter("lines").increment();
        assertEquals(Map.of("lines", 4.0, "queue_count", 0.0, "queue_seconds", 0.0), metrics.read());
        first.close();
        assertEquals(Map.of("lines_count", 1.0, "lines_seconds", 2.0, "queue", 4.0), metrics.read());
        assertSame(second.timer("lines"), metrics.forGeneration().timer("lines"));
    }

    @Test
    void aNameOfAGenerationThatIsGoneIsFreeForAnotherKind() {
        first.counter("lines").add(3);
        first.close();
        metrics.forGeneration().gauge("lines", () -> 7);
        assertEquals(Map.of("lines", 7.0), metrics.read());
    }

    @Test
    void aNewGenerationThatIsRefusedLeavesTheMetricsOfTheOldOneAsTheyWere() {
        first.counter("lines").add(3);
        first.gauge("queue", () -> 1);
        TaskMetrics.View refused = metrics.forGeneration();
        refused.timer("lines").record(Duration.ofSeconds(1));
        refused.gauge("queue", () -> 2);
        refused.close();
        assertEquals(Map.of("lines", 3.0, "queue", 1.0), metrics.read());
        assertEquals(3, first.counter("lines").value());
    }

    @Test
    void whatAThreadCountsThatOutlivedItsGenerationTakesNoNameAway() {
        first.close();
        TaskMetrics.View second = metrics.forGeneration();
        second.timer("lines");
        first.counter("lines").increment();
        assertEquals(Map.of("lines_count", 0.0, "lines_seconds", 0.0), metrics.read());
    }

    @Test
    void aNameIsOfOneKindWithinAGeneration() {
        first.counter("lines");
        assertThrows(IllegalArgumentException.class, () -> first.timer("lines"));
        assertThrows(IllegalArgumentException.class, () -> first.gauge("lines", () -> 1));
        assertEquals(Map.of("lines", 0.0), metrics.read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Lines", "1lines", "li-nes", "zeilen.gelesen", "näme"})
    void aNameThatNoSystemTakesIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> first.counter(name));
    }

    @Test
    void countersAndTimersOnlyRise() {
        assertThrows(
                IllegalArgumentException.class, () -> first.counter("lines").add(-1));
        assertThrows(IllegalArgumentException.class, () -> first.timer("writes").record(Duration.ofNanos(-1)));
        assertEquals(0, first.counter("lines").value());
        assertEquals(0, first.timer("writes").count());
    }
}
