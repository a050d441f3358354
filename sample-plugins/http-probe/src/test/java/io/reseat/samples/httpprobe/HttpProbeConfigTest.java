package io.reseat.samples.httpprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.samples.httpprobe.HttpProbeConfig.Target;
import io.reseat.samples.httpprobe.HttpProbeConfig.TrustStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProbeConfigTest {
    private static final Target GOOD = new Target(URI.create("https://example.org/"), null);

    @Test
    void whatIsLeftOutGetsItsDefault() {
        HttpProbeConfig config = new HttpProbeConfig(List.of(GOOD), null, null, null);
        assertEquals(Duration.ofSeconds(5), config.timeout());
        assertEquals(Duration.ofDays(14), config.warnBefore());
        assertEquals(200, config.targets().get(0).expect());
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "/health", "ftp://example.org/", "http:///nohost", "mailto:a@b"})
    void aUrlThatCannotBeRequestedIsRefused(String url) {
        refused(() -> new Target(URI.create(url), null), "absolute http or https URL");
    }

    @Test
    void aPasswordInAUrlIsRefusedAndNotShown() {
        String message = refused(() -> new Target(URI.create("https://me:hunter2@example.org/"), null), "password");
        assertFalse(message.contains("hunter2"), message);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        refused(() -> new HttpProbeConfig(null, null, null, null), "name at least one url");
        refused(() -> new HttpProbeConfig(List.of(), null, null, null), "name at least one url");
        refused(() -> new HttpProbeConfig(List.of(GOOD, GOOD), null, null, null), "twice");
        refused(() -> new HttpProbeConfig(List.of(GOOD), Duration.ZERO, null, null), "timeout");
        refused(() -> new HttpProbeConfig(List.of(GOOD), null, Duration.ofDays(-1), null), "warn-before");
        refused(() -> new Target(null, null), "no url");
        refused(() -> new Target(GOOD.url(), 99), "HTTP status");
        refused(() -> new TrustStore(null, null), "no path");
    }

    private static String refused(Executable making, String because) {
        String message = assertThrows(IllegalArgumentException.class, making).getMessage();
        assertTrue(message.contains(because), message);
        return message;
    }
}
