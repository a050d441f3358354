package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTreeTest {
    @TempDir
    Path home;

    @Test
    void theFirstLookTakesWhatIsThere() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        Files.writeString(home.resolve("tree/a.yaml"), "one");
        Files.writeString(home.resolve("tree/b.json"), "two");
        Files.writeString(home.resolve("tree/c.txt"), "no entry");
        try (Watched watched = Watched.configs(home)) {
            watched.awaitCalm();
            assertEquals(Map.of("a.yaml", "one", "b.json", "two"), watched.texts());
        }
    }

    @Test
    void anEmptyTreeIsToldOnce() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            assertEquals(1, watched.tree.snapshot().revision());
            assertEquals(Map.of(), watched.rescan().entries());
            assertEquals(1, watched.tree.snapshot().revision());
        }
    }

    @Test
    void aRenamedFileIsTakenWithoutAQuietTime() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        TreeRules endlessQuiet = TreeRules.configFiles().withQuiet(Duration.ofHours(1));
        try (Watched watched = new Watched(home, endlessQuiet, Watched.slow(home, Duration.ofSeconds(2)))) {
            watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            for (int i = 0; i < 100; i++) {
                watched.rename("a.yaml", "text " + i);
                watched.awaitText("a.yaml", "text " + i);
            }
        }
    }

    @Test
    void aFileWrittenInPlaceIsNotTakenBeforeItIsQuiet() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        TreeRules endlessQuiet = TreeRules.configFiles().withQuiet(Duration.ofHours(1));
        try (Watched watched = new Watched(home, endlessQuiet, Watched.slow(home, Duration.ofSeconds(2)))) {
            watched.write("a.yaml", "one");
            Watched.eventually().until(() -> watched.tree.snapshot().pending().containsKey("a.yaml"));
            assertEquals(Set.of("a.yaml"), watched.rescan().pending().keySet());
            assertEquals(Map.of(), watched.texts());
        }
    }

    @Test
    void aFileWrittenInPlaceIsTakenOnceItIsQuiet() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            watched.write("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            watched.write("a.yaml", "two");
            watched.awaitText("a.yaml", "two");
            assertEquals(List.of("a.yaml=one", "a.yaml=two"), watched.heard);
        }
    }

    @Test
    void aTouchIsNoChange() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            Path file = watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            int before = watched.takes.get();
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
            Watched.eventually().until(() -> watched.takes.get() > before);
            watched.awaitCalm();
            assertEquals(List.of("a.yaml=one"), watched.heard);
        }
    }

    @Test
    void aChangeWithARestoredTimeIsSeen() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            Path file = watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            FileTime time = Files.getLastModifiedTime(file);
            Files.writeString(file, "two");
            Files.setLastModifiedTime(file, time);
            watched.awaitText("a.yaml", "two");
        }
    }

    @Test
    void aChangeToAnOlderTimeIsSeen() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            Path old = Files.writeString(watched.root.resolve(".old"), "two");
            Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
            Files.move(old, watched.root.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);
            watched.awaitText("a.yaml", "two");
        }
    }

    @Test
    void twoWritesInOneTickAreBothSeen() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            for (int i = 0; i < 50; i++) {
                watched.rename("a.yaml", "first " + (10 + i));
                watched.write("a.yaml", "other " + (10 + i));
                watched.awaitText("a.yaml", "other " + (10 + i));
            }
        }
    }

    @Test
    void aRefusedFileIsKeptAndLookedAtAgainWhenItChanges() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            watched.rename("a.yaml", "refuse this");
            watched.awaitText("a.yaml", "refuse this");
            int takes = watched.takes.get();
            watched.rescan();
            assertEquals(takes, watched.takes.get());
            watched.rename("a.yaml", "good");
            watched.awaitText("a.yaml", "good");
        }
    }

    @Test
    void aFileThatIsNotReadyIsAskedAgainUntilItIs() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            watched.rename("a.yaml", "good");
            watched.awaitText("a.yaml", "good");
            int before = watched.takes.get();
            watched.rename("a.yaml", "later");
            Watched.eventually().until(() -> watched.takes.get() >= before + 3);
            assertEquals("good", watched.text("a.yaml"));
            assertEquals("later", watched.tree.snapshot().pending().get("a.yaml"));
            watched.rename("a.yaml", "better");
            watched.awaitText("a.yaml", "better");
        }
    }

    @Test
    void aDeletedFileGoesAfterTheGrace() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        try (Watched watched = new Watched(home, TreeRules.configFiles(), Watched.slow(home, Duration.ofMillis(300)))) {
            Path file = watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            Files.delete(file);
            Watched.eventually().until(() -> watched.tree.snapshot().pending().containsKey("a.yaml"));
            assertEquals("one", watched.text("a.yaml"));
            watched.awaitText("a.yaml", "");
            assertEquals(List.of("a.yaml=one", "a.yaml=-"), watched.heard);
        }
    }

    @Test
    void removeThenCopyIsOneChange() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        try (Watched watched = new Watched(home, TreeRules.configFiles(), Watched.slow(home, Duration.ofMinutes(1)))) {
            Path file = watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            Files.delete(file);
            Watched.eventually().until(() -> watched.tree.snapshot().pending().containsKey("a.yaml"));
            watched.write("a.yaml", "two");
            watched.awaitText("a.yaml", "two");
            assertEquals(List.of("a.yaml=one", "a.yaml=two"), watched.heard);
            assertTrue(watched.rescan().pending().isEmpty());
        }
    }

    @Test
    void aFileTruncatedToEmptyIsNotDeleted() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        try (Watched watched = new Watched(home, TreeRules.configFiles(), Watched.slow(home, Duration.ofMillis(1)))) {
            Path file = watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
            Watched.eventually() // until its quiet time is over, and the wait for its content has begun
                    .until(() -> watched.tree
                            .snapshot()
                            .pending()
                            .getOrDefault("a.yaml", "")
                            .contains("write its content"));
            assertEquals("one", watched.text("a.yaml"));
            watched.write("a.yaml", "two");
            watched.awaitText("a.yaml", "two");
        }
    }

    @Test
    void hiddenAndTemporaryNamesArePassedOver() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            for (String name : List.of(
                    ".a.yaml",
                    "a.yaml~",
                    ".a.yaml.swp",
                    "a.yaml.part",
                    "a.yaml.filepart",
                    "4913",
                    "#a.yaml#",
                    "a.yaml.crdownload",
                    ".a.yaml.Ab12")) {
                watched.write(name, "no entry");
            }
            watched.rename("b.yaml", "entry");
            watched.awaitText("b.yaml", "entry");
            watched.awaitCalm();
            assertEquals(Map.of("b.yaml", "entry"), watched.texts());
        }
    }

    @Test
    void aListenerThatThrowsAnErrorIsToldOfTheNextChange() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        List<Set<String>> heard = new CopyOnWriteArrayList<>();
        try (Watcher watcher = new Watcher(home, Watched.slow(home, Duration.ofSeconds(2)))) {
            WatchedTree<String> tree =
                    watcher.watch("tree", TreeRules.configFiles(), f -> new Taking.NotYet<>("never"), (now, names) -> {
                        heard.add(now.pending().keySet());
                        throw new StackOverflowError("of a listener");
                    });
            Files.writeString(home.resolve("tree/a.yaml"), "x");
            Watched.eventually().until(() -> heard.contains(Set.of("a.yaml")));
            Files.writeString(home.resolve("tree/b.yaml"), "x");
            Watched.eventually().until(() -> heard.contains(Set.of("a.yaml", "b.yaml")));
            assertFalse(tree.snapshot().trouble().isPresent());
        }
    }

    @Test
    void aTakerThatThrowsAnErrorIsAskedAgain() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        Files.writeString(home.resolve("tree/a.yaml"), "x");
        List<String> asked = new CopyOnWriteArrayList<>();
        try (Watcher watcher = new Watcher(home, Watched.slow(home, Duration.ofSeconds(2)))) {
            watcher.<String>watch(
                    "tree",
                    TreeRules.configFiles(),
                    file -> {
                        asked.add(file.name());
                        throw new NoClassDefFoundError("of a taker");
                    },
                    (now, names) -> {});
            Watched.eventually().until(() -> asked.size() >= 3);
        }
    }
}
