package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a folder as a whole. The periodic rescan is an hour away, so events must tell. */
class LocalRootTest {
    @TempDir
    Path home;

    private static final Duration SHORT = Duration.ofMillis(200);

    private Watched watched() {
        return new Watched(home, TreeRules.configFiles(), Watched.slow(home, SHORT));
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(home.resolve(path).getParent());
        Files.writeString(home.resolve(path), text);
    }

    private void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void link(String name, Path target) throws IOException {
        Path next = home.resolve(name + ".next");
        Files.createSymbolicLink(next, target);
        Files.move(next, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aMissingFolderIsTroubleAndIsSeenWhenItComes() throws Exception {
        try (Watched watched = watched()) {
            assertEquals(
                    "tree: the folder is missing; what was taken from it stays, and it is looked at again",
                    watched.tree.snapshot().trouble().orElseThrow().toString());
            write("tree/a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            Watched.eventually().until(() -> watched.tree.snapshot().trouble().isEmpty());
        }
    }

    @Test
    void aFolderThatIsDeletedAndMadeAgainKeepsItsEntriesMeanwhile() throws Exception {
        write("tree/a.yaml", "one");
        try (Watched watched = watched()) {
            watched.awaitText("a.yaml", "one");
            for (int i = 0; i < 3; i++) {
                delete(watched.root);
                Watched.eventually()
                        .until(() -> watched.tree.snapshot().trouble().isPresent());
                assertTrue(watched.texts().containsKey("a.yaml"));
                write("tree/a.yaml", "again " + i);
                watched.awaitText("a.yaml", "again " + i);
                watched.rename("b.yaml", "heard " + i);
                watched.awaitText("b.yaml", "heard " + i);
            }
        }
    }

    @Test
    void theFolderAboveMayBeReplacedToo() throws Exception {
        write("conf/tasks/a.yaml", "one");
        write("other/tasks/a.yaml", "two");
        Location nested = Location.of("conf/tasks");
        try (Watched watched = new Watched(
                home, home.resolve("conf/tasks"), nested, TreeRules.configFiles(), Watched.slow(home, SHORT))) {
            watched.awaitText("a.yaml", "one");
            Files.move(home.resolve("conf"), home.resolve("conf.old"));
            Files.move(home.resolve("other"), home.resolve("conf"));
            watched.awaitText("a.yaml", "two");
            watched.rename("a.yaml", "three");
            watched.awaitText("a.yaml", "three");
        }
    }

    @Test
    void aSwappedLinkToTheFolderIsSeen() throws Exception {
        write("v1/a.yaml", "one");
        write("v2/a.yaml", "two");
        link("tree", home.resolve("v1"));
        try (Watched watched = watched()) {
            watched.awaitText("a.yaml", "one");
            link("tree", home.resolve("v2"));
            watched.awaitText("a.yaml", "two");
            watched.write("a.yaml", "three");
            watched.awaitText("a.yaml", "three");
            link("tree", home.resolve("v1"));
            watched.awaitText("a.yaml", "one");
        }
    }

    @Test
    void aSwapOfTheLinkThatKubernetesSwapsIsSeen() throws Exception {
        write("tree/..v1/a.yaml", "one");
        link("tree/..data", Path.of("..v1"));
        Files.createSymbolicLink(home.resolve("tree/a.yaml"), Path.of("..data/a.yaml"));
        try (Watched watched = watched()) {
            watched.awaitText("a.yaml", "one");
            for (int i = 2; i < 6; i++) {
                write("tree/..v" + i + "/a.yaml", "version " + i);
                link("tree/..data", Path.of("..v" + i));
                delete(home.resolve("tree/..v" + (i - 1)));
                watched.awaitText("a.yaml", "version " + i);
            }
        }
    }

    @Test
    void thousandsOfFilesAtOnceAreAllSeen() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            for (int i = 0; i < 5_000; i++) {
                watched.write("task-" + i + ".yaml", "text " + i);
            }
            Watched.eventually().until(() -> watched.tree.snapshot().entries().size() == 5_000);
            assertEquals("text 4999", watched.text("task-4999.yaml"));
        }
    }

    @Test
    void aFolderThatMayNotBeListedKeepsItsEntries() throws Exception {
        write("tree/a.yaml", "one");
        try (Watched watched = watched()) {
            watched.awaitText("a.yaml", "one");
            Files.setPosixFilePermissions(watched.root, PosixFilePermissions.fromString("---------"));
            assumeTrue(!Files.isReadable(watched.root), "root may list everything");
            try {
                assertTrue(watched.rescan().trouble().isPresent());
                assertEquals(Map.of("a.yaml", "one"), watched.texts());
            } finally {
                Files.setPosixFilePermissions(watched.root, PosixFilePermissions.fromString("rwx------"));
            }
            Watched.eventually().until(() -> watched.tree.snapshot().trouble().isEmpty());
        }
    }

    @Test
    void aFileInPlaceOfTheFolderKeepsItsEntries() throws Exception {
        write("tree/a.yaml", "one");
        try (Watched watched = watched()) {
            watched.awaitText("a.yaml", "one");
            delete(watched.root);
            Files.writeString(watched.root, "no folder");
            Watched.eventually().until(() -> watched.tree.snapshot().trouble().isPresent());
            watched.rescan();
            assertEquals(Map.of("a.yaml", "one"), watched.texts());
        }
    }

    @Test
    void aLinkToItselfIsPendingAndHoldsUpNothing() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            Files.createSymbolicLink(watched.root.resolve("loop.yaml"), Path.of("loop.yaml"));
            watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            assertTrue(watched.rescan().pending().containsKey("loop.yaml"));
        }
    }
}
