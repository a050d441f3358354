package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
    @TempDir
    Path home;

    @TempDir
    Path elsewhere;

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
        assertEquals(List.of(), sharedIn(privateHome()));
    }

    @Test
    void aFolderThatEverybodyCanChangeIsAProblem() throws IOException {
        allow(privateHome().resolve("plugins"), "rwxr-xrwx");
        List<Problem> problems = sharedIn(home);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).place().file().endsWith("plugins"));
        assertTrue(problems.get(0).message().contains("--allow-shared-home"), problems.toString());
    }

    @Test
    void aFolderThatAnotherGroupCanChangeIsAProblem() throws IOException {
        Path conf = privateHome().resolve("conf");
        assumeTrue(changeGroup(conf, "daemon"), "only root can give a folder to another group");
        allow(conf, "rwxrwxr-x");
        List<Problem> problems = sharedIn(home);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).message().contains("group daemon"), problems.toString());
    }

    @Test
    void aFolderOfAnotherUserIsAProblem() throws IOException {
        Path lib = privateHome().resolve("lib");
        assumeTrue(changeOwner(lib, "daemon"), "only root can give a folder away");
        List<Problem> problems = sharedIn(home);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).message().contains("belongs to daemon"), problems.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bin/reseat",
                "lib/reseat-host.jar",
                "conf/reseat.yaml",
                "conf/tasks/x.yaml",
                "plugins/x.jar",
                "plugins/x/lib/x.jar"
            })
    void aFileThatEverybodyCanChangeIsAProblem(String file) throws IOException {
        Path changeable = home.resolve(file);
        privateHome();
        makeFolders(changeable.getParent());
        allow(Files.writeString(changeable, "x"), "rw-r--r--");
        assertEquals(List.of(), sharedIn(home));
        allow(changeable, "rw-r--rw-");
        assertOneProblemAt(changeable, sharedIn(home));
    }

    @Test
    void aPluginsFolderThatEverybodyCanChangeIsAProblem() throws IOException {
        Path plugin = Files.createDirectory(privateHome().resolve("plugins/x"));
        allow(plugin, "rwxrwxrwx");
        assertFalse(sharedIn(home).isEmpty());
    }

    @Test
    void foldersOutsideOfTheHomeAreLookedAtToo() throws IOException {
        Path drop = makeFolders(elsewhere.resolve("drop"));
        Path file = Files.writeString(drop.resolve("x.yaml"), "x");
        allow(file, "rw-r--r--");
        Path own = privateHome().resolve("plugins");
        assertEquals(List.of(), DataDirectory.sharedHomeProblems(home, drop, drop));
        allow(file, "rw-r--rw-");
        assertOneProblemAt(file, DataDirectory.sharedHomeProblems(home, drop, own));
        assertOneProblemAt(file, DataDirectory.sharedHomeProblems(home, home.resolve("conf/tasks"), drop));
        allow(file, "rw-r--r--");
        allow(drop, "rwxr-xrwx");
        assertOneProblemAt(drop, DataDirectory.sharedHomeProblems(home, drop, own));
        assertOneProblemAt(drop, DataDirectory.sharedHomeProblems(home, home.resolve("conf/tasks"), drop));
        assertOneProblemAt(drop, DataDirectory.sharedHomeProblems(home, drop.resolve("not/yet"), own));
        assertOneProblemAt(drop, DataDirectory.sharedHomeProblems(home, home.resolve("conf/tasks"), drop.resolve("p")));
    }

    @Test
    void aLinkIsJudgedByWhatItLeadsToAndOneToNowhereIsPassedOver() throws IOException {
        Path plugins = privateHome().resolve("plugins");
        Path away = makeFolders(elsewhere.resolve("away"));
        Path jar = Files.writeString(away.resolve("x.jar"), "x");
        allow(jar, "rw-r--r--");
        Files.createSymbolicLink(plugins.resolve("x"), away);
        Files.createSymbolicLink(plugins.resolve("gone.jar"), away.resolve("gone.jar"));
        assertEquals(List.of(), sharedIn(home));
        allow(jar, "rw-r--rw-");
        assertOneProblemAt(jar, sharedIn(home));
    }

    @Test
    void whatTheOwnersPrivateGroupCanChangeIsNoProblem() throws IOException {
        Path task = privateHome().resolve("conf/tasks/x.yaml");
        Files.writeString(task, "x");
        Set<PosixFilePermission> umask002 = PosixFilePermissions.fromString("rw-rw-r--");
        assumeTrue(hasPrivateGroup(), "the user's group has its name and no other member");
        Files.setPosixFilePermissions(task, umask002);
        assertEquals(List.of(), sharedIn(home));
    }

    @Test
    void manyOpenFilesAreCountedAndTheFirstNamed() throws IOException {
        Path tasks = privateHome().resolve("conf/tasks");
        for (int i = 0; i < 50; i++) {
            allow(Files.writeString(tasks.resolve("t" + i + ".yaml"), "x"), "rw-r--rw-");
        }
        List<Problem> problems = sharedIn(home);
        assertEquals(21, problems.size());
        assertTrue(problems.get(20).message().contains("30 more"), problems.toString());
    }

    private static void assertOneProblemAt(Path place, List<Problem> problems) throws IOException {
        assertEquals(1, problems.size(), problems.toString());
        assertEquals(place.toRealPath().toString(), problems.get(0).place().file());
        assertTrue(problems.get(0).message().contains("chmod o-w"), problems.toString());
    }

    private static List<Problem> sharedIn(Path home) throws IOException {
        return DataDirectory.sharedHomeProblems(home, home.resolve("conf/tasks"), home.resolve("plugins"));
    }

    private static boolean hasPrivateGroup() throws IOException {
        String user = System.getProperty("user.name");
        return Files.readAllLines(Path.of("/etc/group")).stream().anyMatch(line -> line.matches(user + ":[^:]*:\\d+:"));
    }

    private static Path makeFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolders(folder.getParent());
            allow(Files.createDirectory(folder), "rwxr-xr-x");
        }
        return folder;
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
