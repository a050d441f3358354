package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.isolation.RealmWatch;
import io.reseat.host.testing.Patience;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalLeakTest {
    private static final String LOADER = "io.reseat.host.isolation.PluginClassLoader";

    @TempDir
    Path scratch;

    @Test
    void noLoaderOfARehearsalStaysInMemory() throws Exception {
        try (HostClock clock = new HostClock();
                RealmWatch watch = new RealmWatch()) {
            long before = loaders();
            Rehearsal rehearsal = new Rehearsal(clock, watch, scratch);
            for (int i = 0; i < 5; i++) {
                rehearsal.begin(2).get(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            assertEquals(0, watch.counts().live());
            Awaitility.await()
                    .atMost(Patience.PATIENCE)
                    .untilAsserted(() -> assertTrue(loaders() <= before, () -> "loaders are kept, before: " + before));
        }
        assertEquals(0, Files.list(scratch).count());
    }

    /** How many there are after a full collection. */
    private static long loaders() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .filter(line -> line.contains(" " + LOADER + " ") || line.endsWith(" " + LOADER))
                .map(line -> line.strip().split("\\s+")[1])
                .mapToLong(Long::parseLong)
                .sum();
    }
}
