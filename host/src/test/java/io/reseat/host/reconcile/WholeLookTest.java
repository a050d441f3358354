package io.reseat.host.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.watch.TreeSnapshot;
import io.reseat.host.watch.WatchedTree;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looks at two trees whose files change while they are looked at. */
class WholeLookTest {
    private final HostClock clock = new HostClock();
    private final AtomicReference<String> config = new AtomicReference<>("old");
    private final AtomicReference<String> jar = new AtomicReference<>("old");
    private final FakeTree tasks = new FakeTree(config);
    private final FakeTree plugins = new FakeTree(jar);

    @AfterEach
    void close() {
        clock.close();
    }

    @Test
    void aConfigIsNotTakenWithTheJarThatWasReplacedBeforeIt() throws Exception {
        settled();
        CompletableFuture<Void> read = new CompletableFuture<>();
        tasks.slow = read;
        CompletableFuture<Void> look = look();
        assertEquals(2, plugins.looks.get(), "it was read before");
        jar.set("new");
        config.set("new");
        assertFalse(look.isDone());
        tasks.slow = CompletableFuture.completedFuture(null);
        read.complete(null);
        look.get(1, TimeUnit.MINUTES);
        assertEquals("new", tasks.seen);
        assertEquals("new", plugins.seen, "the new config came behind it");
    }

    @Test
    void treesThatDidNotChangeAreLookedAtOnce() throws Exception {
        settled();
        look().get(1, TimeUnit.MINUTES);
        assertEquals(2, tasks.looks.get());
        assertEquals(2, plugins.looks.get());
    }

    @Test
    void whatIsInItsQuietTimeIsWaitedFor() throws Exception {
        settled();
        tasks.unsettled = 2;
        look().get(1, TimeUnit.MINUTES);
        assertEquals(0, tasks.unsettled);
        assertEquals(4, tasks.looks.get(), "the one that was settled found nothing new");
    }

    @Test
    void whatChangesAllTheTimeDoesNotHoldUpWhoAsked() throws Exception {
        settled();
        plugins.restless = true;
        look().get(1, TimeUnit.MINUTES);
        assertEquals(1 + 4, plugins.looks.get());
    }

    /** Both trees have been looked at once. */
    private void settled() throws Exception {
        tasks.rescan().toCompletableFuture().get(1, TimeUnit.MINUTES);
        plugins.rescan().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    private CompletableFuture<Void> look() {
        return new WholeLook(clock, tasks, plugins).begin();
    }

    /** A tree of one file, which is read when a look is asked for, or some time after that. */
    private static final class FakeTree implements WatchedTree<String> {
        private final AtomicReference<String> file;
        private final AtomicInteger looks = new AtomicInteger();
        private volatile CompletableFuture<Void> slow = CompletableFuture.completedFuture(null);
        private volatile String seen = "";
        private volatile long revision;
        private volatile int unsettled;
        private volatile boolean restless;

        FakeTree(AtomicReference<String> file) {
            this.file = file;
        }

        @Override
        public TreeSnapshot<String> snapshot() {
            Map<String, String> pending = unsettled > 0 ? Map.of("one", "it is still changing") : Map.of();
            return new TreeSnapshot<>(revision, Map.of(), pending, Map.of(), Optional.empty());
        }

        @Override
        public CompletionStage<TreeSnapshot<String>> rescan() {
            looks.incrementAndGet();
            return slow.thenApply(now -> read());
        }

        private synchronized TreeSnapshot<String> read() {
            if (!file.get().equals(seen) || restless) {
                revision = revision + 1;
            }
            seen = file.get();
            TreeSnapshot<String> now = snapshot();
            unsettled = Math.max(0, unsettled - 1);
            return now;
        }

        @Override
        public CompletionStage<Void> caughtUp(Set<String> entries) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
