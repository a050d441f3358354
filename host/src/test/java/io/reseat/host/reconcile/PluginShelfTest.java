package io.reseat.host.reconcile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.Version;
import io.reseat.host.watch.Location;
import io.reseat.host.watch.Taking;
import io.reseat.host.watch.TreeRules;
import io.reseat.host.watch.TreeSnapshot;
import io.reseat.host.watch.WatchSettings;
import io.reseat.host.watch.WatchedTree;
import io.reseat.host.watch.Watcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a plugin whose file is not settled. */
class PluginShelfTest {
    private static final PluginId BEAT = new PluginId("beat");
    private static final Digest DIGEST = Digest.of(new byte[] {1});

    @TempDir
    Path home;

    private final PluginShelf shelf = new PluginShelf();

    @Test
    void aFileThatIsGoneIsSaidToBeAndHowLongThatIsWaitedFor() throws Exception {
        Path file = Files.createDirectory(home.resolve("plugins")).resolve("beat.jar");
        Files.writeString(file, "some bytes");
        Duration hour = Duration.ofHours(1);
        WatchSettings settings =
                WatchSettings.of(home).withIntervals(hour, hour, hour).withCanary(home.resolve("canary"));
        Instant when = Instant.EPOCH;
        try (Watcher watcher = new Watcher(home, settings);
                WatchedTree<Artifact> tree = watcher.watch(
                        Location.of("plugins"),
                        TreeRules.plugins().withQuiet(Duration.ofMillis(1)),
                        taken -> new Taking.Taken<>(artifact(file), DIGEST),
                        (now, changed) -> {})) {
            await().atMost(1, TimeUnit.MINUTES).until(() -> {
                TreeSnapshot<Artifact> seen = look(tree);
                return seen.entries().containsKey("beat.jar") && seen.pending().isEmpty();
            });
            shelf.take(look(tree), Set.of("beat.jar"), when);
            assertEquals(Map.of(), shelf.catalog().unsettled());
            Files.delete(file);
            await().atMost(1, TimeUnit.MINUTES).until(() -> look(tree).gone("beat.jar"));
            shelf.take(look(tree), Set.of(), when);
            assertEquals(
                    Map.of(BEAT, "plugins/beat.jar: it is gone, and counts as deleted if it stays away for 1h"),
                    shelf.catalog().unsettled());
        }
        shelf.losePatience(when.plus(PluginShelf.PATIENCE));
        assertEquals(Map.of(), shelf.catalog().unsettled());
    }

    @Test
    void aFileThatIsThereAndNotSettledIsBeingWritten() {
        Taking<Artifact> known = new Taking.Taken<>(artifact(home), DIGEST);
        Map<String, String> pending = Map.of("beat.jar", "it is still changing");
        shelf.take(
                new TreeSnapshot<>(1, Map.of("beat.jar", known), pending, Map.of(), Optional.empty()),
                Set.of("beat.jar"),
                Instant.EPOCH);
        assertEquals(
                Map.of(BEAT, "a file of plugin beat is still being written"),
                shelf.catalog().unsettled());
    }

    private static TreeSnapshot<Artifact> look(WatchedTree<Artifact> tree) {
        return tree.rescan().toCompletableFuture().join();
    }

    private static Artifact artifact(Path file) {
        return new Artifact(BEAT, new Version("1.0.0"), DIGEST, file, false, "plugins/beat.jar", 10);
    }
}
