package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Digest;
import io.reseat.host.model.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that no waiting makes usable: each is a problem with a remedy, and nobody waits for it. */
class UnusableEntriesTest {
    @TempDir
    Path home;

    private static String problem(Watched watched, String name) {
        Problem problem = watched.tree.snapshot().unusable().get(name);
        return problem == null ? "" : problem.toString();
    }

    private static void awaitProblem(Watched watched, String name, String text) throws Exception {
        Watched.eventually().until(() -> problem(watched, name).contains(text));
        assertTrue(watched.rescan().settled(), watched.tree.snapshot().toString());
        assertTrue(problem(watched, name).startsWith("tree/" + name + ": "), problem(watched, name));
    }

    private static void awaitWell(Watched watched, String name, String text) {
        watched.awaitText(name, text);
        Watched.eventually().until(() -> watched.tree.snapshot().unusable().isEmpty());
    }

    @Test
    void anEmptyPluginFolderIsAProblemUntilSomethingComesIntoIt() throws Exception {
        try (Watched watched = Watched.plugins(home)) {
            Path plugin = Files.createDirectories(watched.root.resolve("plugin"));
            awaitProblem(watched, "plugin", "the folder is empty: put");
            Files.writeString(plugin.resolve("a.jar"), "a");
            awaitWell(watched, "plugin", "a.jar=a;");
        }
    }

    @Test
    void aJarOfNoBytesIsAProblemUntilItIsRemoved() throws Exception {
        try (Watched watched = Watched.plugins(home)) {
            watched.write("a.jar", "");
            awaitProblem(watched, "a.jar", "it is empty: write its content, or remove it");
            Files.delete(watched.root.resolve("a.jar"));
            Watched.eventually().until(() -> watched.tree.snapshot().pending().isEmpty());
        }
    }

    @Test
    void aFileThatWasTakenAndIsThenEmptiedIsAProblemAndStays() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            watched.rename("a.yaml", "one");
            watched.awaitText("a.yaml", "one");
            watched.write("a.yaml", "");
            awaitProblem(watched, "a.yaml", "it is empty");
            assertEquals(Map.of("a.yaml", "one"), watched.texts());
        }
    }

    @Test
    void anOldEmptyFileIsAProblemAtTheFirstLook() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        Files.writeString(home.resolve("tree/a.yaml"), "");
        Watched.letTheClockTick();
        TreeRules rules = TreeRules.configFiles().withQuiet(Duration.ofMillis(1));
        try (Watched watched = new Watched(home, rules, Watched.slow(home, Duration.ofSeconds(2)))) {
            assertEquals(1, watched.heardOf.get(0).unusable().size());
        }
    }

    @Test
    void aFileThatMayBeBeingWrittenIsNoProblem() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        TreeRules endlessQuiet = TreeRules.configFiles().withQuiet(Duration.ofHours(1));
        try (Watched watched = new Watched(home, endlessQuiet, Watched.slow(home, Duration.ofSeconds(2)))) {
            watched.write("a.yaml", "one");
            watched.write("b.yaml", "");
            Watched.eventually().until(() -> watched.tree.snapshot().pending().size() == 2);
            assertEquals(Map.of(), watched.rescan().unusable());
            assertFalse(watched.rescan().settled());
        }
    }

    @Test
    void aLinkThatLeadsNowhereIsAProblemUntilItsTargetIsThere() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            Path target = home.resolve("elsewhere");
            Files.createSymbolicLink(watched.root.resolve("a.yaml"), target);
            awaitProblem(watched, "a.yaml", "it is a link to " + target + ", which is missing");
            Files.writeString(target, "one");
            watched.rescan();
            awaitWell(watched, "a.yaml", "one");
        }
    }

    @Test
    void aLinkOfAPluginFolderThatLeadsNowhereIsAProblem() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        Files.createSymbolicLink(home.resolve("tree/plugin"), home.resolve("elsewhere"));
        try (Watched watched = Watched.plugins(home)) {
            awaitProblem(watched, "plugin", "it is a link to ");
        }
    }

    @Test
    void aTakenFileWhoseLinkLeadsNowhereNowIsDeletedAndThenAProblem() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        Path target = Files.writeString(home.resolve("elsewhere"), "one");
        Files.createSymbolicLink(home.resolve("tree/a.yaml"), target);
        WatchSettings soon = Watched.slow(home, Duration.ofMillis(50));
        try (Watched watched = new Watched(home, TreeRules.configFiles(), soon)) {
            watched.awaitText("a.yaml", "one");
            Files.delete(target);
            watched.rescan();
            Watched.eventually().until(() -> watched.texts().isEmpty());
            awaitProblem(watched, "a.yaml", "it is a link to ");
        }
    }

    @Test
    void aFolderInPlaceOfAConfigFileIsAProblem() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            Files.createDirectories(watched.root.resolve("a.yaml"));
            awaitProblem(watched, "a.yaml", "it is a folder, and files count that lie in tree itself");
        }
    }

    @Test
    void aLinkToItselfIsAProblem() throws Exception {
        try (Watched watched = Watched.configs(home)) {
            Files.createSymbolicLink(watched.root.resolve("a.yaml"), Path.of("a.yaml"));
            awaitProblem(watched, "a.yaml", "its link leads back to itself; mend the link");
        }
    }

    /** A test may run as root, who may read everything, so the taker plays the file system's part. */
    @Test
    void aFileThatMayNotBeReadIsAProblemUntilItMay() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        Files.writeString(home.resolve("tree/a.yaml"), "one");
        AtomicBoolean forbidden = new AtomicBoolean(true);
        Taker<String> taker = file -> {
            if (forbidden.get()) {
                throw new AccessDeniedException(file.shown());
            }
            return new Taking.Taken<>("one", Digest.of("one".getBytes(StandardCharsets.UTF_8)));
        };
        try (Watcher watcher = new Watcher(home, Watched.slow(home, Duration.ofSeconds(2)))) {
            WatchedTree<String> tree = watcher.watch("tree", TreeRules.configFiles(), taker, (now, names) -> {});
            Watched.eventually().until(() -> tree.snapshot().unusable().containsKey("a.yaml"));
            assertEquals(
                    "tree/a.yaml: it cannot be read: the user that runs the host may not read it;"
                            + " change its owner or its mode",
                    String.valueOf(tree.snapshot().unusable().get("a.yaml")));
            assertTrue(tree.snapshot().settled());
            forbidden.set(false);
            Watched.eventually().until(() -> tree.snapshot().entries().containsKey("a.yaml"));
            assertEquals(Map.of(), tree.snapshot().pending());
        }
    }
}
