package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VfsTreeTest {
    @TempDir
    Path home;

    @Test
    void aTreeInMemoryIsWatched() throws Exception {
        try (Ram ram = new Ram()) {
            ram.write("a.yaml", "one");
            List<String> heard = new CopyOnWriteArrayList<>();
            Taker<String> taker = file -> {
                String text = new String(file.open().readAllBytes(), StandardCharsets.UTF_8);
                return new Taking.Taken<>(text, Digest.of(text.getBytes(StandardCharsets.UTF_8)));
            };
            Tree<String> tree = ram.watch(
                    TreeRules.configFiles(),
                    taker,
                    (now, changed) -> changed.forEach(n -> heard.add(
                            n + "=" + (now.entries().get(n) instanceof Taking.Taken<String> t ? t.value() : "-"))));
            Watched.eventually().until(() -> heard.contains("a.yaml=one"));
            ram.write("a.yaml", "two");
            Watched.eventually().until(() -> heard.contains("a.yaml=two"));
            ram.folder().resolveFile("a.yaml").delete();
            Watched.eventually().until(() -> heard.contains("a.yaml=-"));
            ram.folder().delete();
            Watched.eventually().until(() -> tree.snapshot().trouble().isPresent());
            tree.close();
        }
    }

    /** The JAR is so old that nothing but its sidecar is a reason to take it again. */
    @ParameterizedTest
    @ValueSource(strings = {".sha256", ".sig"})
    void aSidecarThatComesChangesOrGoesIsAChangeOfItsJar(String suffix) throws Throwable {
        try (Ram ram = new Ram()) {
            ram.write("a.jar", "one");
            FileObject jar = ram.folder().resolveFile("a.jar");
            jar.getContent()
                    .setLastModifiedTime(Instant.now().minus(Duration.ofDays(2)).toEpochMilli());
            AtomicInteger takes = new AtomicInteger();
            Tree<String> tree = ram.watch(
                    TreeRules.plugins().withQuiet(Duration.ofMillis(1)),
                    file -> new Taking.Taken<>("take " + takes.incrementAndGet(), new Digest("a".repeat(64))),
                    (now, changed) -> {});
            Watched.eventually().until(() -> takes.get() > 0);
            assertTakenAgain(tree, takes, () -> ram.write("a.jar" + suffix, "first"));
            assertTakenAgain(tree, takes, () -> ram.write("a.jar" + suffix, "the second"));
            assertTakenAgain(
                    tree,
                    takes,
                    () -> ram.folder().resolveFile("a.jar" + suffix).delete());
            tree.close();
        }
    }

    private static void assertTakenAgain(Tree<String> tree, AtomicInteger takes, ThrowingRunnable change)
            throws Throwable {
        Watched.eventually()
                .until(() -> tree.rescan()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS)
                        .settled());
        int before = takes.get();
        change.run();
        Watched.eventually().until(() -> takes.get() > before);
    }

    @Test
    void aLocationInMemoryIsOpenedByItsUri() throws Exception {
        WatchSettings settings = Watched.slow(home, Duration.ofMillis(100));
        try (Watched there = new Watched(home, home, Location.of("ram:///"), TreeRules.configFiles(), settings);
                Watched gone = new Watched(home, home, Location.of("ram:///gone"), TreeRules.configFiles(), settings)) {
            assertEquals(Optional.empty(), there.tree.snapshot().trouble());
            String trouble = gone.tree.snapshot().trouble().orElseThrow().toString();
            assertTrue(trouble.contains("ram:///gone: the folder is missing"), trouble);
        }
    }

    @Test
    void aReplacedArchiveIsReadAnew() throws Exception {
        zip("a.yaml", "one");
        String address = "zip:" + home.resolve("bundle.zip").toUri();
        try (Watched watched = new Watched(
                home,
                home,
                Location.of(address),
                TreeRules.configFiles(),
                Watched.slow(home, Duration.ofMillis(100)))) {
            watched.awaitText("a.yaml", "one");
            zip("b.yaml", "two, longer");
            Watched.eventually().until(() -> watched.texts().equals(Map.of("b.yaml", "two, longer")));
        }
    }

    private void zip(String name, String text) throws IOException {
        Path temporary = home.resolve("bundle.tmp");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(temporary))) {
            out.putNextEntry(new ZipEntry(name));
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        Files.move(temporary, home.resolve("bundle.zip"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aWatcherOfLocalTreesAloneStartsNoOtherProvider() throws Exception {
        try (LocalPaths paths = new LocalPaths()) {
            assertEquals(home.resolve("a b#%41?ü"), paths.path("a b#%41?ü", home));
            assertEquals(
                    home.resolve("a b"), paths.uri(home.resolve("a b").toUri().toString()));
            assertEquals(Path.of("/etc"), paths.path("/etc/x/..", home));
        }
    }

    /** A file system in memory with one folder. */
    private static final class Ram implements VfsRoot {
        private final DefaultFileSystemManager manager = new DefaultFileSystemManager();

        Ram() throws IOException {
            manager.addProvider("ram", new RamFileProvider());
            manager.init();
            folder().createFolder();
        }

        FileObject folder() throws IOException {
            return manager.resolveFile("ram:/tree");
        }

        void write(String name, String text) throws IOException {
            try (OutputStream out = folder().resolveFile(name).getContent().getOutputStream()) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }

        Tree<String> watch(TreeRules rules, Taker<String> taker, TreeListener<String> listener) {
            Tree<String> tree = new Tree<>(
                    new Tree.Parts<>("test", "ram:/tree", rules, Duration.ofMillis(300), taker, listener),
                    inbox -> new VfsSource(this, "ram:/tree", rules, Duration.ofMillis(100)));
            tree.start();
            return tree;
        }

        @Override
        public FileObject open() throws IOException {
            return folder();
        }

        @Override
        public String explain(Exception e) {
            return String.valueOf(e.getMessage());
        }

        @Override
        public void close() {
            // The test's manager outlives an error.
        }
    }
}
