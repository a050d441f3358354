package io.reseat.host.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenValuesTest {
    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "3s, PT3S",
        "5m, PT5M",
        "2h, PT2H",
        "1d, PT24H",
        "PT1M30S, PT1M30S",
        "0s, PT0S",
        "3 s, PT3S"
    })
    void durationsAreRead(String text, Duration duration) {
        assertEquals(duration, Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "3", "s", "3 seconds", "1.5s", "-3s", "3S", "P", "3m2s", "999999999999999999d", "36501d"})
    void whatIsNoDurationIsRefusedWithItsText(String text) {
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
        assertTrue(refusal.getMessage().contains("'" + text + "'"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "512, 512",
        "64MiB, 67108864",
        "128m, 134217728",
        "10kB, 10000",
        "1KiB, 1024",
        "2G, 2147483648",
        "5b, 5",
        "1 MB, 1000000"
    })
    void sizesAreRead(String text, long bytes) {
        assertEquals(bytes, ByteSizes.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "1.5MiB", "-1k", "10 apples", "99999999999t"})
    void whatIsNoSizeIsRefusedWithItsText(String text) {
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> ByteSizes.parse(text));
        assertTrue(refusal.getMessage().contains("'" + text + "'"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "shedule, schedule",
        "time-out, timeout",
        "rebuildAfter, rebuild-after",
        "plguin, plugin",
        "PLUGIN, plugin",
        "zzz, ''",
        "pl, ''"
    })
    void theNearestNameIsMeant(String word, String meant) {
        String hint = NearestName.hint(word, List.of("plugin", "schedule", "timeout", "rebuild-after"));
        assertEquals(meant.isEmpty() ? "" : "; did you mean '" + meant + "'?", hint);
    }
}
