package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.ask;
import static io.reseat.host.isolation.Realms.probe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostPreparationTest {
    @TempDir
    Path directory;

    @BeforeEach
    void touch() {
        HostPreparation.touch();
    }

    @Test
    void jarConnectionsAreNotCached() throws Exception {
        assertFalse(new URL("jar:file:/nowhere.jar!/x").openConnection().getUseCaches());
    }

    @Test
    void aPluginCannotTakeTheHandlerFactories() {
        assertThrows(Error.class, () -> URL.setURLStreamHandlerFactory(protocol -> null));
        assertThrows(Error.class, () -> URLConnection.setContentHandlerFactory(type -> null));
    }

    /** Without the touch it is the plugin's call that gives birth to the thread behind it, on Java 17 for ever. */
    @Test
    void aDelayedFutureOfAPluginDoesNotKeepItsRealm() throws Exception {
        assertCollected("return String.valueOf(new java.util.concurrent.CompletableFuture<String>()"
                + ".completeOnTimeout(\"late\", 1, java.util.concurrent.TimeUnit.MILLISECONDS).get());");
    }

    /** On two cores Java 17 makes a thread for each such task; with more the common pool makes some that stay. */
    @Test
    void aTaskOfTheCommonPoolDoesNotKeepTheRealm() throws Exception {
        assertCollected("return java.util.concurrent.CompletableFuture.supplyAsync(() -> \"late\").get();");
    }

    /** Before Java 24 a new thread inherits the protection domains of its creator's stack. */
    @Test
    void aThreadOfTheHostThatIsBornInAPluginsCallDoesNotKeepTheRealm() throws Exception {
        ExecutorService host = Executors.newFixedThreadPool(1, HostThread.named("host-worker"));
        System.getProperties().put("probe.executor", host);
        try {
            assertCollected("return ((java.util.concurrent.ExecutorService) System.getProperties()"
                    + ".get(\"probe.executor\")).submit(() -> \"late\").get();");
        } finally {
            System.getProperties().remove("probe.executor");
            host.shutdownNow();
        }
    }

    private void assertCollected(String body) throws Exception {
        try (Realms realms = new Realms(directory)) {
            LoaderRealm realm = realms.open(probe("late", body));
            assertEquals("late", ask(realm));
            realm.release();
            realms.awaitCollected();
        }
    }
}
