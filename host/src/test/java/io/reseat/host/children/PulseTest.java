package io.reseat.host.children;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PulseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final CompletableFuture<Loss> lost = new CompletableFuture<>();

    @BeforeEach
    void makeLogs() throws IOException {
        Files.createDirectories(home.resolve("logs"));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aStoppedChildIsNoticedAndEndedAndNoTaskIsCharged() throws Exception {
        try (Played host = host(PATIENCE)) { // long before it counts as silent
            ChildRealm realm = opened(host);
            Played.run(realm, 1, "hang");
            new ProcessBuilder("kill", "-STOP", Long.toString(realm.pid()))
                    .start()
                    .waitFor();
            Loss loss = lost.get(60, TimeUnit.SECONDS);
            assertTrue(loss.text().contains("was stopped"), loss.text());
            assertFalse(loss.charged(), "whoever stopped it, no task did");
        }
    }

    @Test
    void aChildThatAnswersNoMoreIsEndedAndWhoRunsInItIsCharged() throws Exception {
        try (Played host = host(Duration.ofMillis(500))) {
            ChildRealm realm = opened(host);
            Played.run(realm, 1, "hang");
            Played.run(realm, 2, "mute").get(60, TimeUnit.SECONDS);
            Loss loss = lost.get(60, TimeUnit.SECONDS);
            assertTrue(loss.text().contains("does not answer"), loss.text());
            assertTrue(loss.charged());
        }
    }

    private Played host(Duration silence) {
        Duration often = Duration.ofMillis(100);
        return new Played(
                home, new Tuning(PATIENCE, PATIENCE, Duration.ZERO, often, often, silence, PATIENCE, PATIENCE));
    }

    private ChildRealm opened(Played host) throws Exception {
        ChildRealm realm = host.open();
        realm.attend(1, new Listener());
        realm.ready().get(60, TimeUnit.SECONDS);
        return realm;
    }

    private final class Listener implements Attendant {
        @Override
        public void checkpoint(Map<String, Object> state) {}

        @Override
        public void ready() {}

        @Override
        public void hangs(String text, String stack, CompletionStage<Void> ended) {}

        @Override
        public void lost(Loss loss) {
            lost.complete(loss);
        }
    }
}
