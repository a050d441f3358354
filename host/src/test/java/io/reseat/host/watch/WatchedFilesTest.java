package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
    @TempDir
    Path home;

    private final List<Set<Path>> told = new CopyOnWriteArrayList<>();
    private Watcher watcher;

    @BeforeEach
    void start() {
        watcher = new Watcher(home, Watched.slow(home, Duration.ofMillis(200)));
    }

    @AfterEach
    void stop() {
        watcher.close();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    private void awaitTold(Path file) {
        Watched.eventually().until(() -> told.contains(Set.of(file)));
        told.clear();
    }

    @Test
    void aChangeOfContentIsToldHoweverItIsWritten() throws Exception {
        Path secret = write("secret", "one");
        watcher.watchFiles(Set.of(secret), told::add);
        awaitTold(secret);
        write("secret", "two");
        awaitTold(secret);
        Files.move(write(".next", "three"), secret, StandardCopyOption.ATOMIC_MOVE);
        awaitTold(secret);
        Files.delete(secret);
        awaitTold(secret);
        write("secret", "four");
        awaitTold(secret);
    }

    @Test
    void aFileBehindASwappedLinkIsLookedAt() throws Exception {
        Files.createDirectories(home.resolve("v1"));
        Files.createDirectories(home.resolve("v2"));
        write("v1/secret", "one");
        write("v2/secret", "two");
        Path mount = Files.createDirectories(home.resolve("mount"));
        Files.createSymbolicLink(mount.resolve("..data"), home.resolve("v1"));
        Path secret = Files.createSymbolicLink(mount.resolve("secret"), Path.of("..data/secret"));
        watcher.watchFiles(Set.of(secret), told::add);
        awaitTold(secret);
        Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), home.resolve("v2"));
        Files.move(next, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        awaitTold(secret);
    }

    @Test
    void aFileThatIsNoLongerInTheSetIsForgotten() throws Exception {
        Path a = write("a", "one");
        Path b = write("b", "one");
        watcher.watchFiles(Set.of(a, b), told::add);
        Watched.eventually().until(() -> told.stream().mapToInt(Set::size).sum() == 2);
        watcher.watchFiles(Set.of(b), told::add);
        told.clear();
        write("a", "two");
        write("b", "two");
        awaitTold(b);
        Files.delete(a);
        write("b", "three");
        awaitTold(b);
    }

    @Test
    void aFileThatIsMissingIsToldWhenItComes() throws Exception {
        Path late = home.resolve("late");
        Path there = write("there", "x");
        watcher.watchFiles(Set.of(late, there), told::add);
        awaitTold(there);
        write("late", "one");
        awaitTold(late);
    }

    @Test
    void theSameContentWrittenAgainIsNoChange() throws Exception {
        Path a = write("a", "one");
        Path b = write("b", "one");
        watcher.watchFiles(Set.of(a, b), told::add);
        Watched.eventually().until(() -> told.stream().mapToInt(Set::size).sum() == 2);
        told.clear();
        write("a", "one");
        Files.move(write(".b", "two"), b, StandardCopyOption.ATOMIC_MOVE);
        awaitTold(b);
        Files.move(write(".b", "three"), b, StandardCopyOption.ATOMIC_MOVE);
        awaitTold(b);
        assertEquals(List.of(), told);
    }
}
