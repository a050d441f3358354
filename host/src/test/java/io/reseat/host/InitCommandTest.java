package io.reseat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.store.DataDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int init(Path home) {
        String[] all = {"init", "--home", home.toString()};
        return Main.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    @Test
    void aNewHomeIsOneThatRunTakes() throws Exception {
        Path home = temp.resolve("a/b");
        assertEquals(0, init(home), err.toString());
        assertEquals(
                List.of(), DataDirectory.sharedHomeProblems(home, home.resolve("conf/tasks"), home.resolve("plugins")));
        assertTrue(Files.readString(home.resolve("conf/tasks/heartbeat.yaml")).contains("plugin: heartbeat"));
        assertTrue(out.toString().startsWith("wrote " + home), out.toString());
    }

    @Test
    void withoutADistributionItSaysWhichPluginIsMissing() {
        assertEquals(0, init(temp.resolve("home")));
        assertTrue(out.toString().contains("put a plugin 'heartbeat' into its plugins/"), out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"conf", "plugins", "data"})
    void aFolderThatMayBeAHomeIsNotTouched(String existing) throws Exception {
        Path home = temp.resolve("home");
        Files.createDirectories(home.resolve(existing));
        assertEquals(1, init(home));
        assertTrue(err.toString().contains("has a folder " + existing), err.toString());
        try (var entries = Files.list(home)) {
            assertEquals(1, entries.count());
        }
        assertFalse(Files.exists(home.resolve("conf/tasks")));
    }
}
