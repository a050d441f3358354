package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpTreeTest {
    @TempDir
    Path folder;

    @TempDir
    Path home;

    private SftpServer server;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("tree"));
        server = new SftpServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Watched watched(TreeRules rules) throws IOException {
        WatchSettings settings =
                Watched.slow(home, Duration.ofSeconds(1)).withKnownHosts(server.knownHosts(home.resolve("known")));
        return new Watched(home, folder.resolve("tree"), server.location("/tree"), rules, settings);
    }

    @Test
    void filesOnAServerAreTakenAndTheirChangesSeen() throws Exception {
        Files.writeString(folder.resolve("tree/a.yaml"), "one");
        try (Watched watched = watched(TreeRules.configFiles())) {
            watched.awaitText("a.yaml", "one");
            watched.rename("a.yaml", "other");
            watched.awaitText("a.yaml", "other");
            Files.delete(folder.resolve("tree/a.yaml"));
            watched.awaitText("a.yaml", "");
        }
    }

    @Test
    void aFileThatComesLaterIsTakenAndKeptUntilTheGraceOfItsDeletionIsOver() throws Exception {
        WatchSettings settings =
                Watched.slow(home, Duration.ofHours(1)).withKnownHosts(server.knownHosts(home.resolve("known")));
        try (Watched watched = new Watched(
                home, folder.resolve("tree"), server.location("/tree"), TreeRules.configFiles(), settings)) {
            assertEquals(Map.of(), watched.texts());
            Path file = watched.write("new.yaml", "one");
            watched.awaitText("new.yaml", "one");
            Files.delete(file);
            Watched.eventually().until(() -> watched.tree.snapshot().pending().containsKey("new.yaml"));
            watched.rescan();
            assertEquals(Map.of("new.yaml", "one"), watched.texts());
        }
    }

    @Test
    void aChangeWithinTheSameSecondAndOfTheSameSizeIsSeen() throws Exception {
        Path file = Files.writeString(folder.resolve("tree/a.yaml"), "one");
        FileTime time = Files.getLastModifiedTime(file);
        try (Watched watched = watched(TreeRules.configFiles())) {
            watched.awaitText("a.yaml", "one");
            Files.writeString(file, "two");
            Files.setLastModifiedTime(file, time);
            watched.awaitText("a.yaml", "two");
        }
    }

    @Test
    void aFolderOnAServerIsOneEntry() throws Exception {
        Files.createDirectories(folder.resolve("tree/plugin/lib"));
        Files.writeString(folder.resolve("tree/plugin/lib/a.jar"), "a");
        try (Watched watched = watched(TreeRules.plugins())) {
            watched.awaitText("plugin", "lib/a.jar=a;");
            Files.writeString(folder.resolve("tree/plugin/b.txt"), "b");
            watched.awaitText("plugin", "b.txt=b;lib/a.jar=a;");
        }
    }

    @Test
    void aServerThatIsDownRemovesNothing() throws Exception {
        Files.writeString(folder.resolve("tree/a.yaml"), "one");
        try (Watched watched = watched(TreeRules.configFiles())) {
            watched.awaitText("a.yaml", "one");
            server.stop();
            Watched.eventually().until(() -> watched.tree.snapshot().trouble().isPresent());
            String trouble = watched.tree.snapshot().trouble().orElseThrow().toString();
            assertFalse(trouble.contains("s3cret"), trouble);
            assertTrue(trouble.startsWith("sftp://op:${PASSWORD}@127.0.0.1/tree: "), trouble);
            watched.rescan();
            assertEquals(Map.of("a.yaml", "one"), watched.texts());
            assertFalse(watched.watcher.health().ok());
            watched.rename("a.yaml", "two");
            server.startAgain();
            watched.awaitText("a.yaml", "two");
            assertTrue(watched.tree.snapshot().trouble().isEmpty());
        }
    }

    @Test
    void aFolderThatIsMissingOnTheServerIsTrouble() throws Exception {
        Files.writeString(folder.resolve("tree/a.yaml"), "one");
        try (Watched watched = watched(TreeRules.configFiles())) {
            watched.awaitText("a.yaml", "one");
            Files.move(folder.resolve("tree"), folder.resolve("away"));
            Watched.eventually().until(() -> watched.tree.snapshot().trouble().isPresent());
            assertEquals(Map.of("a.yaml", "one"), watched.texts());
            Files.move(folder.resolve("away"), folder.resolve("tree"));
            Watched.eventually().until(() -> watched.tree.snapshot().trouble().isEmpty());
        }
    }

    @Test
    void anUnknownHostKeyIsTroubleThatNamesTheRemedy() throws Exception {
        WatchSettings settings =
                Watched.slow(home, Duration.ofSeconds(1)).withKnownHosts(Files.writeString(home.resolve("known"), ""));
        try (Watched watched = new Watched(
                home, folder.resolve("tree"), server.location("/tree"), TreeRules.configFiles(), settings)) {
            String trouble = watched.tree.snapshot().trouble().orElseThrow().toString();
            assertTrue(trouble.contains("ssh-keyscan"), trouble);
            assertFalse(trouble.contains("s3cret"), trouble);
            assertFalse(trouble.contains("com.jcraft"), trouble);
            server.knownHosts(home.resolve("known"));
            Files.writeString(folder.resolve("tree/a.yaml"), "one");
            watched.awaitText("a.yaml", "one");
        }
    }

    @Test
    void aWrongPasswordIsTroubleWithoutThePassword() throws Exception {
        WatchSettings settings =
                Watched.slow(home, Duration.ofSeconds(1)).withKnownHosts(server.knownHosts(home.resolve("known")));
        Location wrong = new Location("sftp://op:wr%2Bong@127.0.0.1:" + server.port() + "/tree", "the server");
        try (Watched watched = new Watched(home, folder.resolve("tree"), wrong, TreeRules.configFiles(), settings)) {
            String trouble = watched.tree.snapshot().trouble().orElseThrow().toString();
            assertTrue(trouble.startsWith("the server: "), trouble);
            assertFalse(trouble.contains("wr%2Bong") || trouble.contains("wr+ong"), trouble);
        }
    }

    @Test
    void sftpWithoutAListOfHostKeysIsRefused() {
        assertRefused(Location.of("sftp://op@127.0.0.1/tree"), "ssh-keyscan");
    }

    @Test
    void aPasswordInTheFileIsRefusedAndNotShown() {
        String message = assertRefused(Location.of("sftp://op:hidden@127.0.0.1/tree"), "${ENV_NAME}");
        assertFalse(message.contains("hidden"), message);
    }

    @Test
    void plainProtocolsAreRefusedUnlessEntriesAreSigned() {
        for (String address : Set.of("http://host/", "ftp://host/", "zip:http://host/a.zip")) {
            assertRefused(Location.of(address), "not protected");
        }
        TreeRules signed = TreeRules.plugins().withSigned(true);
        String message = assertRefused(Location.of("http://host/"), signed, "httpclient5");
        assertTrue(message.contains("lib/"), message);
    }

    @Test
    void aProtocolThatNeedsAnotherLibraryNamesIt() {
        assertRefused(Location.of("webdav4s://host/"), "commons-vfs2-jackrabbit2");
        assertRefused(Location.of("gopher://host/"), "is not known");
    }

    private String assertRefused(Location location, String part) {
        return assertRefused(location, TreeRules.configFiles(), part);
    }

    private String assertRefused(Location location, TreeRules rules, String part) {
        WatchSettings settings = WatchSettings.of(home).withKnownHosts(home.resolve("missing"));
        try (Watcher watcher = new Watcher(home, settings)) {
            Taker<String> taker = file -> new Taking.NotYet<>("");
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> watcher.watch(location, rules, taker, (now, names) -> {}));
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
            return refused.getMessage();
        }
    }
}
