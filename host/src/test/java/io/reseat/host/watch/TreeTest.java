package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree over a source that fails on demand. */
class TreeTest {
    @TempDir
    Path folder;

    private final Map<String, FileStat> files = new ConcurrentHashMap<>();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile @Nullable Throwable failure;
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private volatile boolean taking;

    private FileStat stat(long size) {
        return new FileStat(size, 1, 2, size, false, 0);
    }

    private Tree<String> tree() {
        Taker<String> taker = file -> {
            taking = true;
            gate.join();
            String text = file.name() + file.stat().size();
            return new Taking.Taken<>(text, Digest.of(text.getBytes(StandardCharsets.UTF_8)));
        };
        return tree(taker);
    }

    private Tree<String> tree(Taker<String> taker) {
        Tree.Parts<String> parts = new Tree.Parts<>(
                "test", "shown", TreeRules.configFiles(), Duration.ofMillis(100), taker, (now, names) -> {});
        Tree<String> tree = new Tree<>(parts, inbox -> new FailingSource());
        tree.start();
        return tree;
    }

    private static TreeSnapshot<String> look(Tree<String> tree) throws Exception {
        return tree.rescan().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void caughtUpIsSaidAfterTheListenerWasGivenWhatIsBeingTaken() throws Exception {
        Tree<String> tree = tree();
        look(tree);
        gate = new CompletableFuture<>();
        files.put("a.yaml", stat(1));
        CompletableFuture<TreeSnapshot<String>> looked = tree.rescan().toCompletableFuture();
        Watched.eventually().until(() -> taking);
        CompletableFuture<Void> caughtUp = tree.caughtUp(Set.of()).toCompletableFuture();
        assertFalse(caughtUp.isDone());
        gate.complete(null);
        caughtUp.get(60, TimeUnit.SECONDS);
        assertTrue(looked.isDone());
        assertTrue(tree.snapshot().entries().containsKey("a.yaml"));
        Watched.eventually()
                .until(() -> tree.caughtUp(Set.of()).toCompletableFuture().isDone());
        tree.close();
        assertTrue(tree.caughtUp(Set.of()).toCompletableFuture().isCompletedExceptionally());
    }

    /** The kernel's word of it may still be on its way. */
    @Test
    void caughtUpLooksAtWhatIsNamedThoughNobodyHasToldOfIt() throws Exception {
        files.put("a.yaml", stat(1));
        files.put("b.yaml", stat(1));
        Tree<String> tree = tree();
        look(tree);
        files.put("a.yaml", stat(2));
        files.put("b.yaml", stat(2));
        tree.caughtUp(Set.of("a.yaml")).toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertEquals("a.yaml2", taken(tree, "a.yaml"));
        assertEquals("b.yaml1", taken(tree, "b.yaml"));
        tree.close();
    }

    /** As within one tick of the clock for file times: of whole seconds, or of less. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void aWriteRightAfterTheTakeThatLeavesTheSameStatIsSeen(long nanos) throws Exception {
        long soon = Duration.ofSeconds(System.currentTimeMillis() / 1000 + 600).toNanos() + nanos;
        Path file = Files.writeString(folder.resolve("a.yaml"), "one");
        files.put("a.yaml", new FileStat(3, soon, soon, 1, false, 0));
        Tree<String> tree = tree(taken -> {
            String text = Files.readString(file);
            Files.writeString(file, "two");
            return new Taking.Taken<>(text, Digest.of(text.getBytes(StandardCharsets.UTF_8)));
        });
        Watched.eventually()
                .until(() -> look(tree).entries().containsKey("a.yaml")
                        && taken(tree, "a.yaml").equals("two"));
        tree.close();
    }

    private static String taken(Tree<String> tree, String name) {
        return ((Taking.Taken<String>) tree.snapshot().entries().get(name)).value();
    }

    @Test
    void anErrorWhileListingDeletesNothing() throws Exception {
        files.put("a.yaml", stat(1));
        Tree<String> tree = tree();
        assertEquals(Set.of("a.yaml"), look(tree).entries().keySet());
        failure = new IOException("Input/output error");
        files.clear();
        TreeSnapshot<String> now = look(tree);
        assertEquals(Set.of("a.yaml"), now.entries().keySet());
        assertEquals(
                "shown: Input/output error; what was taken from it stays, and it is looked at again",
                now.trouble().orElseThrow().toString());
        failure = null;
        Watched.eventually().until(() -> tree.snapshot().trouble().isEmpty());
        Watched.eventually().until(() -> tree.snapshot().entries().isEmpty());
        tree.close();
    }

    @Test
    void anErrorThrownByTheSourceDoesNotEndTheWatch() throws Exception {
        files.put("a.yaml", stat(1));
        Tree<String> tree = tree();
        look(tree);
        failure = new StackOverflowError("of a source");
        look(tree);
        failure = null;
        files.put("b.yaml", stat(2));
        assertTrue(look(tree).entries().containsKey("b.yaml"));
        tree.close();
    }

    @Test
    void aClosedTreeAnswersNoMoreAndLetsItsSourceGo() {
        Tree<String> tree = tree();
        tree.close();
        assertEquals(1, closed.get());
        ExecutionException refused = assertThrows(
                ExecutionException.class,
                () -> tree.rescan().toCompletableFuture().get(60, TimeUnit.SECONDS));
        assertTrue(refused.getCause() instanceof IllegalStateException);
    }

    private final class FailingSource implements TreeSource {
        @Override
        public Collection<String> names() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return new HashSet<>(files.keySet());
        }

        @Override
        public @Nullable FileStat stat(String name) throws IOException {
            return files.get(name);
        }

        @Override
        public @Nullable String obstacle(String name) {
            return null;
        }

        @Override
        public String shown(String name) {
            return "shown/" + name;
        }

        @Override
        public TreeFile file(String name, FileStat stat) {
            return new LocalFile(new LocalStats(Path.of("")), name, name, folder.resolve(name), stat, () -> stat);
        }

        @Override
        public Call call(String name) {
            return Call.entry(name);
        }

        @Override
        public Duration interval() {
            return Duration.ofHours(1);
        }

        @Override
        public long doubt(FileStat stat, long wall) {
            return LocalSource.localDoubt(stat, wall);
        }

        @Override
        public List<String> impairments() {
            return List.of();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
