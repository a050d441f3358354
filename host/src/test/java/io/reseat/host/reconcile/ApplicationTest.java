package io.reseat.host.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.config.HostSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An {@code apply} that fails half-way loses nothing, leaves nothing behind, and says how far it came. */
class ApplicationTest {
    @TempDir
    Path folder;

    private Path home;
    private Path plugins;
    private Path change;

    @BeforeEach
    void homeAndChange() throws IOException {
        home = folder.resolve("home");
        plugins = Files.createDirectories(home.resolve("plugins"));
        Files.createDirectories(home.resolve("conf/tasks"));
        change = Files.createDirectories(folder.resolve("change/plugins")).getParent();
    }

    @Test
    void aCopyThatFailsLeavesNoCopiesAndChangesNothing() throws IOException {
        Files.writeString(change.resolve("plugins/a.jar"), "new");
        Files.writeString(plugins.resolve("a.jar"), "old");
        Files.createDirectories(change.resolve("plugins/b"));
        Files.createSymbolicLink(change.resolve("plugins/b/gone"), change.resolve("nowhere")); // cannot be copied
        String message = failure(move -> {});
        assertTrue(message.contains("nothing was changed"), message);
        assertEquals(List.of("a.jar"), names(plugins));
        assertEquals("old", Files.readString(plugins.resolve("a.jar")));
    }

    @Test
    void aRenameThatFailsNamesWhatIsInPlaceAndWhatIsNot() throws IOException {
        for (String name : List.of("a.jar", "b.jar", "c.jar")) {
            Files.writeString(change.resolve("plugins").resolve(name), "new");
            Files.writeString(plugins.resolve(name), "old");
        }
        String message = failure(target -> failAt(target, "b.jar"));
        assertTrue(message.contains("in place: " + plugins.resolve("a.jar") + ";"), message);
        assertTrue(
                message.contains("as before: " + plugins.resolve("b.jar") + ", " + plugins.resolve("c.jar")), message);
        assertEquals(List.of("a.jar", "b.jar", "c.jar"), names(plugins));
        assertEquals("new", Files.readString(plugins.resolve("a.jar")));
        assertEquals("old", Files.readString(plugins.resolve("b.jar")));
    }

    @Test
    void aFolderComesBackWhoseSuccessorCannotBePutInItsPlace() throws IOException {
        Files.writeString(Files.createDirectories(change.resolve("plugins/x")).resolve("x.jar"), "new");
        Files.writeString(Files.createDirectories(plugins.resolve("x")).resolve("x.jar"), "old");
        int[] moves = new int[1];
        failure(target -> {
            if (target.endsWith("x") && moves[0]++ == 0) {
                throw new IOException("no");
            }
        });
        assertEquals(List.of("x"), names(plugins));
        assertEquals("old", Files.readString(plugins.resolve("x/x.jar")));
    }

    private interface Fault {
        void at(Path target) throws IOException;
    }

    private static void failAt(Path target, String name) throws IOException {
        if (target.endsWith(name)) {
            throw new IOException("no space");
        }
    }

    private String failure(Fault fault) {
        Application application = new Application(change, HostSettings.defaults(home), (from, to) -> {
            fault.at(to);
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        });
        return assertThrows(IllegalStateException.class, application::run).getMessage();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
