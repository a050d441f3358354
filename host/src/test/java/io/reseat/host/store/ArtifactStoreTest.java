package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.store.Staging.Incomplete;
import io.reseat.host.store.Staging.Refused;
import io.reseat.host.store.Staging.Staged;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
    @TempDir
    Path home;

    private final AtomicLong now = new AtomicLong();
    private Path plugins;
    private ArtifactStore store;

    @BeforeEach
    void open() throws IOException {
        plugins = Files.createDirectories(home.resolve("plugins"));
        store = reopened();
    }

    private ArtifactStore reopened() throws IOException {
        return ArtifactStore.open(home.resolve("store"), Trust.none(), now::get);
    }

    @Test
    void aWholeJarIsStagedUnderItsDigest() throws IOException {
        Artifact artifact = staged(put("beat.jar", Jars.plugin()));
        assertEquals("beat@1.2.0", artifact.label());
        assertEquals(Digest.of(Jars.plugin()), artifact.digest());
        assertEquals(home.resolve("store").resolve(artifact.digest().hex()).resolve("beat.jar"), artifact.location());
        assertArrayEquals(Jars.plugin(), Files.readAllBytes(artifact.location()));
        assertEquals(Optional.of(artifact), store.find(artifact.digest()));
    }

    @Test
    void theStagedCopyDoesNotChangeWithItsSource() throws IOException {
        Path jar = put("beat.jar", Jars.plugin());
        Artifact artifact = staged(jar);
        Files.write(jar, new byte[100]);
        assertArrayEquals(Jars.plugin(), Files.readAllBytes(artifact.location()));
    }

    @Test
    void oneContentUnderTwoNamesIsStoredOnce() throws IOException {
        byte[] unnamed = Jars.withManifest();
        Artifact first = staged(put("tick-1.0.jar", unnamed));
        Artifact second = staged(put("tock-2.0.jar", unnamed));
        assertEquals("tick@1.0", first.label());
        assertEquals("tock@2.0", second.label());
        assertEquals(first.location(), second.location());
        assertEquals("tock@2.0", store.find(first.digest()).orElseThrow().label());
    }

    @Test
    void contentThatIsInTheStoreIsNotCheckedAgain() throws IOException {
        Artifact artifact = staged(put("beat.jar", Jars.plugin()));
        Files.write(artifact.location(), new byte[3]); // a second check, or a second copy, would not leave this
        assertEquals(artifact.location(), staged(plugins.resolve("beat.jar")).location());
        assertEquals(3, Files.size(artifact.location()));
    }

    @Test
    void aHalfWrittenJarIsNeverTaken() throws IOException {
        byte[] whole = Jars.behindScript(Jars.uber());
        for (int length = 0; length < whole.length; length += 97) {
            assertInstanceOf(Incomplete.class, stage(put("uber.jar", Arrays.copyOf(whole, length))));
        }
        assertInstanceOf(Staged.class, stage(put("uber.jar", whole)));
    }

    @Test
    void aJarThatStaysBrokenWithoutAChangeIsAProblem() throws IOException {
        Path jar = put("beat.jar", Arrays.copyOf(Jars.plugin(), 500));
        Incomplete first = assertInstanceOf(Incomplete.class, stage(jar));
        assertTrue(first.reason().contains("beat.jar: it does not end as a JAR does"), first.reason());
        now.addAndGet(first.again().toNanos() - 1);
        assertInstanceOf(Incomplete.class, stage(jar));
        now.addAndGet(1);
        Refused refused = assertInstanceOf(Refused.class, stage(jar));
        String problem = refused.problem().toString();
        assertTrue(problem.contains("beat.jar: it does not end as a JAR does"), problem);
        assertTrue(problem.contains("copy it again"), problem);
    }

    @Test
    void aSlowWriterIsWaitedForAsLongAsItWrites() throws IOException {
        byte[] whole = Jars.plugin();
        for (int length = 100; length < 1000; length += 100) {
            assertInstanceOf(Incomplete.class, stage(put("beat.jar", Arrays.copyOf(whole, length))));
            now.addAndGet(TimeUnit.SECONDS.toNanos(4));
        }
        assertInstanceOf(Staged.class, stage(put("beat.jar", whole)));
    }

    @Test
    void aSourceThatChangesWhileItIsCopiedIsNotTaken() throws IOException {
        Path jar = put("beat.jar", Jars.plugin());
        Source changing = new Altered(jar) {
            private int asked;

            @Override
            public Object fingerprint() {
                return asked++;
            }
        };
        Incomplete incomplete = assertInstanceOf(Incomplete.class, store.stage(changing));
        assertTrue(incomplete.reason().contains("changed while"), incomplete.reason());
    }

    @Test
    void aSourceThatGrowsWhileItIsCopiedIsNotTaken() throws IOException {
        Path jar = put("beat.jar", Jars.plugin());
        Source growing = new Altered(jar) {
            @Override
            public List<Part> parts() {
                byte[] more = Arrays.copyOf(Jars.plugin(), Jars.plugin().length + 1);
                return List.of(new Part("beat.jar", Jars.plugin().length, () -> new ByteArrayInputStream(more)));
            }
        };
        assertInstanceOf(Incomplete.class, store.stage(growing));
    }

    @Test
    void aSourceThatIsGoneIsLookedAtAgain() {
        Incomplete incomplete = assertInstanceOf(Incomplete.class, stage(plugins.resolve("gone.jar")));
        assertTrue(incomplete.reason().contains("gone.jar"), incomplete.reason());
    }

    @Test
    void aSourceThatMayNotBeReadIsNotWaitedFor() throws IOException {
        Path jar = put("beat.jar", Jars.plugin());
        Source forbidden = new Altered(jar) {
            @Override
            public List<Part> parts() throws IOException {
                throw new AccessDeniedException("plugins/beat.jar");
            }
        };
        Staging.Unreadable unreadable = assertInstanceOf(Staging.Unreadable.class, store.stage(forbidden));
        assertTrue(unreadable.reason().contains("may not read plugins/beat.jar; change"), unreadable.reason());
    }

    @Test
    void stagingLeavesNothingElseBehind() throws IOException {
        staged(put("beat.jar", Jars.plugin()));
        stage(put("half.jar", Arrays.copyOf(Jars.plugin(), 300)));
        stage(put("none.jar", Jars.pluginWith(Jars.SERVICE, null)));
        assertEquals(List.of(Digest.of(Jars.plugin()).hex()), names(home.resolve("store")));
    }

    @Test
    void aSha256BesideTheJarMustMatch() throws IOException {
        Path jar = put("beat.jar", Jars.plugin());
        Path sidecar = put("beat.jar.sha256", "0".repeat(64).getBytes(StandardCharsets.UTF_8));
        Incomplete incomplete = assertInstanceOf(Incomplete.class, stage(jar));
        assertTrue(incomplete.reason().contains("beat.jar.sha256 says 000"), incomplete.reason());
        Files.writeString(
                sidecar, "ab  other.jar\n" + Digest.of(Jars.plugin()).hex().toUpperCase() + " *x/beat.jar\n");
        assertInstanceOf(Staged.class, stage(jar));
    }

    @Test
    void anEmptySha256HasNotArrivedYet() throws IOException {
        Path jar = put("beat.jar", Jars.plugin());
        put("beat.jar.sha256", new byte[0]);
        assertInstanceOf(Incomplete.class, stage(jar));
    }

    @Test
    void onlyWhatWasMadeDurableOutlivesTheHost() throws IOException {
        Artifact kept = staged(put("beat.jar", Jars.plugin()));
        Artifact lost = staged(put("other-1.0.jar", Jars.withManifest()));
        store.makeDurable(kept.digest());
        store.makeDurable(kept.digest());
        ArtifactStore next = reopened();
        assertEquals(Optional.of(kept), next.find(kept.digest()));
        assertEquals(Optional.empty(), next.find(lost.digest()));
        assertFalse(Files.exists(lost.location()));
    }

    @Test
    void whatAKilledHostLeftHalfDoneIsCleared() throws IOException {
        Path left = Files.createDirectories(home.resolve("store/.staging-1/deep"));
        Files.writeString(left.resolve("half.jar"), "half");
        Path foreign = Files.writeString(home.resolve("store/notes.txt"), "an operator's");
        reopened();
        assertFalse(Files.exists(home.resolve("store/.staging-1")));
        assertTrue(Files.exists(foreign));
    }

    @Test
    void whatNothingRefersToIsCollectedWhenItIsOldEnough() throws IOException {
        Artifact used = staged(put("beat.jar", Jars.plugin()));
        Artifact unused = staged(put("other-1.0.jar", Jars.withManifest()));
        store.collect(Set.of(used.digest()));
        assertTrue(Files.exists(unused.location()));
        now.addAndGet(TimeUnit.SECONDS.toNanos(61));
        store.collect(Set.of(used.digest()));
        assertEquals(List.of(used.digest().hex()), names(home.resolve("store")));
        assertEquals(Optional.empty(), store.find(unused.digest()));
        assertInstanceOf(Staged.class, stage(plugins.resolve("other-1.0.jar")));
    }

    @Test
    void oneContentStagedByManyThreadsAtOnceIsStoredOnce() throws Exception {
        Path jar = put("beat.jar", Jars.plugin());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Staging>> tries = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                tries.add(() -> stage(jar));
            }
            for (Future<Staging> result : threads.invokeAll(tries)) {
                assertInstanceOf(Staged.class, result.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, names(home.resolve("store")).size());
    }

    @Test
    void theStoreIsClosedToOthers() throws IOException {
        Artifact artifact = staged(put("beat.jar", Jars.plugin()));
        for (Path folder : List.of(home.resolve("store"), artifact.location().getParent())) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        }
    }

    private Artifact staged(Path path) {
        return assertInstanceOf(Staged.class, stage(path)).artifact();
    }

    private Staging stage(Path path) {
        return store.stage(new LocalSource(path));
    }

    private Path put(String name, byte[] content) throws IOException {
        return Files.write(plugins.resolve(name), content);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** A local source of which a test replaces one answer. */
    private abstract static class Altered implements Source {
        private final LocalSource local;

        Altered(Path path) {
            local = new LocalSource(path);
        }

        @Override
        public String name() {
            return local.name();
        }

        @Override
        public String shown() {
            return local.shown();
        }

        @Override
        public boolean folder() {
            return local.folder();
        }

        @Override
        public List<Part> parts() throws IOException {
            return local.parts();
        }

        @Override
        public Object fingerprint() throws IOException {
            return local.fingerprint();
        }

        @Override
        public Optional<byte[]> sibling(String suffix) throws IOException {
            return local.sibling(suffix);
        }
    }
}
