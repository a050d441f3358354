package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginFolderTest {
    @TempDir
    Path home;

    @Test
    void aFolderIsOneEntryWithAllThatLiesBelow() throws Exception {
        try (Watched watched = Watched.plugins(home)) {
            Path lib = Files.createDirectories(watched.root.resolve("plugin/lib/deep"));
            Files.writeString(lib.resolve("a.jar"), "a");
            watched.awaitText("plugin", "lib/deep/a.jar=a;");
            Files.writeString(lib.resolve("a.jar"), "b");
            watched.awaitText("plugin", "lib/deep/a.jar=b;");
            Path late = Files.createDirectories(watched.root.resolve("plugin/late"));
            watched.awaitCalm();
            Files.writeString(late.resolve("c.txt"), "c");
            watched.awaitText("plugin", "late/c.txt=c;lib/deep/a.jar=b;");
            Files.delete(lib.resolve("a.jar"));
            watched.awaitText("plugin", "late/c.txt=c;");
        }
    }

    @Test
    void aFolderThatIsRenamedIntoPlaceIsTakenAtOnce() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        TreeRules endlessQuiet = TreeRules.plugins().withQuiet(Duration.ofHours(1));
        try (Watched watched = new Watched(home, endlessQuiet, Watched.slow(home, Duration.ofSeconds(2)))) {
            Path made = Files.createDirectories(home.resolve("tree/.plugin.new"));
            Files.writeString(made.resolve("a.jar"), "a");
            Watched.letTheClockTick(); // a rename within the tick of the write looks like a write
            Files.move(made, home.resolve("tree/plugin"), StandardCopyOption.ATOMIC_MOVE);
            watched.awaitText("plugin", "a.jar=a;");
        }
    }

    @Test
    void aFolderWithALinkToItsOwnParentIsTaken() throws Exception {
        try (Watched watched = Watched.plugins(home)) {
            Path plugin = Files.createDirectories(watched.root.resolve("plugin/lib"));
            Files.createSymbolicLink(plugin.resolve("loop"), Path.of(".."));
            Files.writeString(plugin.resolve("a.jar"), "a");
            watched.awaitText("plugin", "lib/a.jar=a;");
        }
    }

    @Test
    void anEmptyFolderIsPending() throws Exception {
        try (Watched watched = Watched.plugins(home)) {
            Files.createDirectories(watched.root.resolve("plugin"));
            Watched.eventually().until(() -> watched.rescan().pending().containsKey("plugin"));
            assertFalse(watched.texts().containsKey("plugin"));
        }
    }

    /** The JAR is so old that nothing but its sidecar is a reason to take it again. */
    @ParameterizedTest
    @ValueSource(strings = {".sha256", ".sig"})
    void aSidecarThatComesChangesOrGoesIsAChangeOfItsJar(String suffix) throws Throwable {
        Files.createDirectories(home.resolve("tree"));
        Files.writeString(home.resolve("tree/a.jar"), "one");
        Watched.letTheClockTick();
        try (Watched watched = Watched.plugins(home)) {
            watched.awaitText("a.jar", "one");
            assertTakenAgain(watched, () -> watched.write("a.jar" + suffix, "first"));
            assertTakenAgain(watched, () -> watched.write("a.jar" + suffix, "the second"));
            assertTakenAgain(watched, () -> Files.delete(watched.root.resolve("a.jar" + suffix)));
            assertEquals(List.of("a.jar=one"), watched.heard);
        }
    }

    private static void assertTakenAgain(Watched watched, ThrowingRunnable change) throws Throwable {
        watched.awaitCalm();
        int takes = watched.takes.get();
        change.run();
        Watched.eventually().until(() -> watched.takes.get() > takes);
    }

    @Test
    void aSlowTakerDoesNotHoldUpAnotherTree() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        Files.createDirectories(home.resolve("slow"));
        CountDownLatch end = new CountDownLatch(1);
        try (Watched watched = Watched.configs(home)) {
            Files.writeString(home.resolve("slow/a.jar"), "x");
            watched.watcher.<String>watch(
                    "slow",
                    TreeRules.plugins(),
                    file -> {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return new Taking.NotYet<>("");
                    },
                    (now, names) -> {});
            watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            end.countDown();
        }
    }
}
