package io.reseat.host.children;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PulseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aStoppedChildIsNoticedAndEnded(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("logs"));
        Tuning quick = new Tuning(
                PATIENCE,
                PATIENCE,
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                PATIENCE,
                PATIENCE);
        try (Played host = new Played(home, quick)) {
            ChildRealm realm = host.open();
            CompletableFuture<Loss> lost = new CompletableFuture<>();
            realm.attend(1, new Attendant() {
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
            });
            realm.ready().get(60, TimeUnit.SECONDS);
            new ProcessBuilder("kill", "-STOP", Long.toString(realm.pid()))
                    .start()
                    .waitFor();
            Loss loss = lost.get(60, TimeUnit.SECONDS);
            assertTrue(loss.text().contains("was stopped") || loss.text().contains("does not answer"), loss.text());
            assertFalse(loss.charged(), "whoever stopped it, no task did");
        }
    }
}
