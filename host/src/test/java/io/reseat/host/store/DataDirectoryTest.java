package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path home;

    @Test
    void dataIsClosedToOthersAndHasItsFolders() throws IOException {
        DataDirectory data = DataDirectory.open(home);
        for (Path folder : List.of(
                data.root(),
                data.store(),
                data.state(),
                data.history(),
                data.root().resolve("tasks"))) {
            assertEquals("rwx------", permissions(folder));
        }
        allow(data.root(), "rwxrwxrwx");
        DataDirectory.open(home);
        assertEquals("rwx------", permissions(data.root()));
    }

    @Test
    void aTaskHasAFolderOfItsOwn() throws IOException {
        DataDirectory data = DataDirectory.open(home);
        Path folder = data.ofTask(new TaskName("heartbeat"));
        Files.writeString(folder.resolve("kept"), "kept");
        assertEquals(folder, data.ofTask(new TaskName("heartbeat")));
        assertTrue(Files.exists(folder.resolve("kept")));
        for (String odd : List.of(".", "..")) {
            assertThrows(IOException.class, () -> data.ofTask(new TaskName(odd)));
        }
    }

    @Test
    void theKeyIsMadeOnceAndKeptPrivate() throws IOException {
        Path data = DataDirectory.open(home).root();
        HomeKey key = HomeKey.load(data);
        byte[] kept = Files.readAllBytes(data.resolve("digest.key"));
        assertEquals(key.mac(new byte[] {1}), HomeKey.load(data).mac(new byte[] {1}));
        assertArrayEquals(kept, Files.readAllBytes(data.resolve("digest.key")));
        assertEquals("rw-------", permissions(data.resolve("digest.key")));
        assertNotEquals(key.mac(new byte[] {1}), key.mac(new byte[] {2}));
        Path other =
                DataDirectory.open(Files.createDirectory(home.resolve("other"))).root();
        assertNotEquals(key.mac(new byte[] {1}), HomeKey.load(other).mac(new byte[] {1}));
    }

    @Test
    void aKeyThatWasCutIsNotReplaced() throws IOException {
        Path data = DataDirectory.open(home).root();
        Files.write(data.resolve("digest.key"), new byte[5]);
        assertTrue(assertThrows(IOException.class, () -> HomeKey.load(data))
                .getMessage()
                .contains("digest.key"));
        assertEquals(5, Files.size(data.resolve("digest.key")));
    }

    @Test
    void aHomeThatIsOnesOwnHasNoProblems() throws IOException {
        assertEquals(List.of(), DataDirectory.sharedHomeProblems(privateHome()));
    }

    @Test
    void aFolderThatEverybodyCanChangeIsAProblem() throws IOException {
        allow(privateHome().resolve("plugins"), "rwxr-xrwx");
        List<Problem> problems = DataDirectory.sharedHomeProblems(home);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).place().file().endsWith("plugins"));
        assertTrue(problems.get(0).message().contains("--allow-shared-home"), problems.toString());
    }

    @Test
    void aFolderThatAnotherGroupCanChangeIsAProblem() throws IOException {
        Path conf = privateHome().resolve("conf");
        assumeTrue(changeGroup(conf, "daemon"), "only root can give a folder to another group");
        allow(conf, "rwxrwxr-x");
        List<Problem> problems = DataDirectory.sharedHomeProblems(home);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).message().contains("group daemon"), problems.toString());
    }

    @Test
    void aFolderOfAnotherUserIsAProblem() throws IOException {
        Path lib = privateHome().resolve("lib");
        assumeTrue(changeOwner(lib, "daemon"), "only root can give a folder away");
        List<Problem> problems = DataDirectory.sharedHomeProblems(home);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).message().contains("belongs to daemon"), problems.toString());
    }

    private Path privateHome() throws IOException {
        allow(home, "rwxr-xr-x");
        for (String part : List.of("conf", "conf/tasks", "plugins", "lib")) {
            allow(Files.createDirectories(home.resolve(part)), "rwxr-xr-x");
        }
        DataDirectory.open(home);
        return home;
    }

    private static boolean changeGroup(Path path, String group) {
        try {
            Files.setAttribute(
                    path,
                    "posix:group",
                    path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean changeOwner(Path path, String owner) {
        try {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
