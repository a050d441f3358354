package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.vfs2.FileObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SftpSecretsTest {
    private static final List<String> LOUD = List.of("io.reseat.host.watch", "org.apache.commons.vfs2", "com.jcraft");

    @TempDir
    Path folder;

    @TempDir
    Path home;

    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        lines.start();
        for (String name : LOUD) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            logger.setLevel(Level.TRACE);
            logger.setAdditive(false);
            logger.addAppender(lines);
        }
    }

    @AfterEach
    void listenNoMore() {
        for (String name : LOUD) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            logger.detachAppender(lines);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }

    @Test
    void noLogLineAndNoThreadHasThePasswordAndJschTellsNoConnection() throws Exception {
        Files.createDirectories(folder.resolve("tree"));
        Files.writeString(folder.resolve("tree/a.yaml"), "one");
        try (SftpServer server = new SftpServer(folder)) {
            WatchSettings settings =
                    Watched.slow(home, Duration.ofSeconds(1)).withKnownHosts(server.knownHosts(home.resolve("known")));
            try (Watched watched = new Watched(
                    home, folder.resolve("tree"), server.location("/tree"), TreeRules.configFiles(), settings)) {
                watched.awaitText("a.yaml", "one");
                Thread.getAllStackTraces().keySet().forEach(t -> assertSecretFree(t.getName()));
                server.stop();
                Watched.eventually()
                        .until(() -> watched.tree.snapshot().trouble().isPresent());
                server.startAgain();
                Watched.eventually()
                        .until(() -> watched.tree.snapshot().trouble().isEmpty());
            }
        }
        assertTrue(lines.all.stream().anyMatch(l -> l.contains("/tree: the folder can be read again")));
        assertTrue(lines.all.stream().anyMatch(l -> l.contains("org.apache.commons.vfs2")), "VFS must be heard");
        lines.all.forEach(SftpSecretsTest::assertSecretFree);
        assertFalse(lines.all.stream().anyMatch(l -> l.contains("SSH-2.0") || l.contains("SSH_MSG_")));
    }

    @Test
    void aServerThatCannotBeReachedIsToldWithItsCauseOnce() throws Exception {
        try (SftpServer server = new SftpServer(folder)) {
            WatchSettings settings =
                    Watched.slow(home, Duration.ofSeconds(1)).withKnownHosts(server.knownHosts(home.resolve("known")));
            server.stop();
            try (Watched watched =
                    new Watched(home, folder, server.location("/tree"), TreeRules.configFiles(), settings)) {
                assertEquals(
                        "sftp://op:${PASSWORD}@127.0.0.1/tree: the folder cannot be listed: Connection refused;"
                                + " what was taken from it stays, and it is looked at again",
                        watched.tree.snapshot().trouble().orElseThrow().toString());
            }
        }
    }

    @Test
    void anErrorWithinAFileShowsNoAddress() throws Exception {
        Location location = new Location("sftp://op:s3cret@host/tree", "sftp://op:${PASSWORD}@host/tree");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cannot read " + location.address() + "/a.yaml");
            }
        };
        try (InputStream scrubbed = new ScrubbedStream(broken, new Scrubbing(location))) {
            String message = "cannot read sftp://op:${PASSWORD}@host/tree/a.yaml";
            assertEquals(
                    message, assertThrows(IOException.class, scrubbed::read).getMessage());
            assertEquals(
                    message,
                    assertThrows(IOException.class, scrubbed::readAllBytes).getMessage());
        }
    }

    @Test
    void anExceptionThatNobodyDeclaresShowsNoAddressEither() throws Exception {
        Location location =
                new Location("sftp://op:" + SftpServer.PASSWORD + "@host/tree", "sftp://op:${PASSWORD}@host/tree");
        TreeRules rules = TreeRules.configFiles();
        Tree<String> tree = new Tree<>(
                new Tree.Parts<>(
                        "test",
                        location.shown(),
                        rules,
                        Duration.ofMillis(100),
                        file -> new Taking.NotYet<>("never"),
                        (now, changed) -> {}),
                inbox -> new VfsSource(new Scrubbing(location), location.shown(), rules, Duration.ofMillis(100)));
        tree.start();
        Watched.eventually().until(() -> tree.snapshot().trouble().isPresent());
        tree.close();
        assertEquals(
                "sftp://op:${PASSWORD}@host/tree: the folder cannot be listed: no host in sftp://op:${PASSWORD}@host/tree;"
                        + " what was taken from it stays, and it is looked at again",
                tree.snapshot().trouble().orElseThrow().toString());
        assertTrue(lines.all.stream().anyMatch(l -> l.contains("no host in")));
        lines.all.forEach(SftpSecretsTest::assertSecretFree);
    }

    @Test
    void aFileThatFailsByAnUndeclaredExceptionShowsNoAddress() throws Exception {
        Location location = new Location("sftp://op:s3cret@host/tree", "sftp://op:${PASSWORD}@host/tree");
        InputStream broken = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("no session for " + location.address());
            }
        };
        try (InputStream scrubbed = new ScrubbedStream(broken, new Scrubbing(location))) {
            IOException failure = assertThrows(IOException.class, scrubbed::readAllBytes);
            assertEquals("no session for sftp://op:${PASSWORD}@host/tree", failure.getMessage());
            assertNull(failure.getCause());
        }
    }

    private static void assertSecretFree(String text) {
        boolean shown = text.contains(SftpServer.PASSWORD) || text.contains(SftpServer.PASSWORD.replace("+", "%2B"));
        assertFalse(shown, text);
    }

    private record Scrubbing(Location location) implements VfsRoot {
        @Override
        public FileObject open() throws IOException {
            throw new IllegalStateException("no host in " + location.address());
        }

        @Override
        public String explain(Exception e) {
            return location.scrub(String.valueOf(e.getMessage()));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** All that was logged, with the stack traces. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            all.add(event.getLoggerName() + " " + event.getThreadName() + " " + event.getFormattedMessage() + trace);
        }
    }
}
