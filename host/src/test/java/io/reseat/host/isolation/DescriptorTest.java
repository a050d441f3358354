package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.ask;
import static io.reseat.host.isolation.Realms.probe;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reseat.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of closed realms. Nothing here changes a JAR in the store while a realm has it open: the store writes each file
 * once, under its digest, so there is no second content for a path.
 */
final class DescriptorTest {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    @TempDir
    Path directory;

    private Realms realms;

    @BeforeEach
    void setUp() {
        assumeTrue(Files.isDirectory(OPEN_FILES), "skipped: this system does not show open files");
        realms = new Realms(directory);
    }

    @AfterEach
    void tearDown() {
        realms.awaitCollected();
        realms.close();
    }

    @Test
    void tenRealmsThatReadThroughUrlsLeaveNoOpenFile() throws Exception {
        assertNoOpenFile("try (var in = getClass().getResource(\"/text.txt\").openStream()) {"
                + " return new String(in.readAllBytes()); }");
    }

    @Test
    void tenRealmsThatForgetToCloseTheirStreamsLeaveNoOpenFile() throws Exception {
        assertNoOpenFile("return new String(getClass().getResourceAsStream(\"/text.txt\").readNBytes(4));");
    }

    @Test
    void aServiceFileIsReadOutOfTheJarThatIsOpen() throws Exception {
        LoaderRealm realm = realms.open(probe(
                "reader",
                "try (var in = getClass().getResource(\"/META-INF/services/io.reseat.api.TaskFactory\").openStream()) {"
                        + " return new String(in.readAllBytes()).strip(); }"));
        for (Path jar : openFiles()) {
            Files.delete(jar); // a second opening would fail
        }
        assertEquals("probe.ProbeFactory", ask(realm));
        realm.release();
    }

    private void assertNoOpenFile(String body) throws Exception {
        PluginJar plugin = probe("reader", body).resource("text.txt", "text");
        for (int i = 0; i < 10; i++) {
            LoaderRealm realm = realms.open(plugin);
            assertEquals("text", ask(realm));
            assertFalse(openFiles().isEmpty());
            realm.release();
        }
        await().untilAsserted(() -> assertEquals(List.of(), openFiles()));
    }

    private List<Path> openFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(OPEN_FILES)) {
            for (Path file : files) {
                if (linkOf(file).startsWith(directory)) {
                    open.add(linkOf(file));
                }
            }
        }
        return open;
    }

    private static Path linkOf(Path file) throws IOException {
        try {
            return Files.readSymbolicLink(file);
        } catch (NoSuchFileException closedMeanwhile) {
            return file;
        }
    }
}
