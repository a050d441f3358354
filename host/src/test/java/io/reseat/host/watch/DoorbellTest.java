package io.reseat.host.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorbellTest {
    @TempDir
    Path home;

    private final AtomicBoolean deaf = new AtomicBoolean();
    private volatile CountDownLatch held = new CountDownLatch(0);

    /** The platform's, unless they are made deaf or held. */
    private Ears ears() throws IOException {
        Ears real = Ears.open();
        return new Ears() {
            @Override
            public WatchKey register(Path directory, boolean writes) throws IOException {
                return real.register(directory, writes);
            }

            @Override
            public @Nullable WatchKey poll(long nanos) throws InterruptedException {
                WatchKey key = real.poll(nanos);
                held.await(); // else the first event alone would lead to a whole look
                if (key != null && deaf.get()) {
                    key.pollEvents();
                    key.reset();
                    return null;
                }
                return key;
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Test
    void aDoorbellThatGoesDeafNoticesItAndRecovers() throws Exception {
        Canary canary = new Canary(home.resolve("canary"), Duration.ofMillis(50), Duration.ofMillis(500));
        try (Doorbell doorbell = new Doorbell(this::ears, canary)) {
            Watched.eventually().until(() -> Files.exists(home.resolve("canary/canary")));
            deaf.set(true);
            Watched.eventually().until(() -> doorbell.impairment().isPresent());
            deaf.set(false);
            Watched.eventually().until(() -> doorbell.impairment().isEmpty());
        }
    }

    /** The queue of a folder keeps 512 events; with one more it drops them all for one that says so. */
    @Test
    void whatAnOverflowHidesIsFoundByAWholeLook() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        try (Watcher watcher = new Watcher(home, Watched.slow(home, Duration.ofSeconds(2)), this::ears)) {
            WatchedTree<String> tree = watcher.watch(
                    "tree", TreeRules.configFiles(), file -> new Taking.NotYet<>("seen"), (now, names) -> {});
            Watched.eventually().until(() -> tree.snapshot().revision() > 0);
            held = new CountDownLatch(1);
            for (int i = 0; i < 2_000; i++) {
                Files.writeString(home.resolve("tree/" + i + ".yaml"), "x");
            }
            held.countDown();
            Watched.eventually().until(() -> tree.snapshot().pending().size() == 2_000);
        }
    }

    @Test
    void writesToAFolderAboveRingNothing() throws Exception {
        Path written = Files.writeString(home.resolve("log"), "");
        Heard above = new Heard(false);
        try (Doorbell doorbell = doorbell()) {
            doorbell.register(home, above);
            Files.writeString(written, "a line");
            Files.createFile(home.resolve("new"));
            Watched.eventually().until(() -> above.names.contains("new"));
            assertFalse(above.names.contains("log"), above.names.toString());
        }
    }

    @Test
    void writesRingWhereTheyAreHeardThoughTheFolderIsAlsoAboveAnother() throws Exception {
        Path written = Files.writeString(home.resolve("config"), "");
        Path alias = Files.createSymbolicLink(home.resolveSibling(home.getFileName() + "-alias"), home);
        Heard root = new Heard(true);
        try (Doorbell doorbell = doorbell()) {
            doorbell.register(home, root);
            doorbell.register(home, new Heard(false));
            doorbell.register(alias, new Heard(false));
            Files.writeString(written, "a: 1");
            Watched.eventually().until(() -> root.names.contains("config"));
        } finally {
            Files.delete(alias);
        }
    }

    private Doorbell doorbell() {
        return new Doorbell(Ears::open, new Canary(home.resolve("canary"), Duration.ofHours(1), Duration.ofHours(1)));
    }

    /** Notes the names that rang. */
    private static final class Heard implements Doorbell.Bell {
        private final List<String> names = new CopyOnWriteArrayList<>();
        private final boolean writes;

        Heard(boolean writes) {
            this.writes = writes;
        }

        @Override
        public void rung(List<WatchEvent<?>> events) {
            events.forEach(event -> names.add(String.valueOf(event.context())));
        }

        @Override
        public void silent() {
            names.add("silence");
        }

        @Override
        public boolean hearsWrites() {
            return writes;
        }
    }

    @Test
    void aTreeWithoutEventsIsLookedAtOftenAndSaysSo() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        Ears.Opener none = () -> {
            throw new IOException("User limit of inotify instances reached");
        };
        try (Watcher watcher = new Watcher(home, Watched.slow(home, Duration.ofSeconds(2)), none)) {
            AtomicInteger takes = new AtomicInteger();
            WatchedTree<String> tree = watcher.watch(
                    "tree",
                    TreeRules.configFiles(),
                    file -> new Taking.NotYet<>("take " + takes.incrementAndGet()),
                    (now, names) -> {});
            Watched.eventually().until(() -> tree.snapshot().revision() > 0);
            Files.writeString(home.resolve("tree/a.yaml"), "x");
            Watched.eventually().until(() -> takes.get() > 0);
            List<String> reasons = watcher.health().reasons();
            assertEquals(1, reasons.size(), reasons.toString());
            assertTrue(reasons.get(0).contains("fs.inotify.max_user_instances"), reasons.toString());
        }
    }

    @Test
    void aFolderThatCannotBeListenedToIsLookedAtOftenAndSaysSo() throws Exception {
        Files.createDirectories(home.resolve("tree"));
        Ears.Opener limited = () -> new Ears() {
            private final Ears real = ears();

            @Override
            public WatchKey register(Path directory, boolean writes) throws IOException {
                if (directory.endsWith("tree")) {
                    throw new IOException("User limit of inotify watches reached");
                }
                return real.register(directory, writes);
            }

            @Override
            public @Nullable WatchKey poll(long nanos) throws InterruptedException {
                return real.poll(nanos);
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
        try (Watcher watcher = new Watcher(home, Watched.slow(home, Duration.ofSeconds(2)), limited)) {
            WatchedTree<String> tree = watcher.watch(
                    "tree", TreeRules.configFiles(), file -> new Taking.NotYet<>("seen"), (now, names) -> {});
            Watched.eventually().until(() -> tree.snapshot().revision() > 0);
            Files.writeString(home.resolve("tree/a.yaml"), "x");
            Watched.eventually()
                    .until(() -> "seen".equals(tree.snapshot().pending().get("a.yaml")));
            assertTrue(watcher.health().reasons().toString().contains("max_user_watches"));
        }
    }

    @Test
    void aWatchServiceThatWasClosedIsOpenedAgain() throws Exception {
        Files.createDirectories(home.resolve("bell"));
        List<Ears> opened = new CopyOnWriteArrayList<>();
        Ears.Opener opener = () -> {
            Ears ears = ears();
            opened.add(ears);
            return ears;
        };
        AtomicBoolean silent = new AtomicBoolean();
        Canary canary = new Canary(home.resolve("canary"), Duration.ofHours(1), Duration.ofSeconds(5));
        try (Doorbell doorbell = new Doorbell(opener, canary)) {
            Registrations.Registration old = doorbell.register(home.resolve("bell"), new Doorbell.Bell() {
                @Override
                public void rung(List<WatchEvent<?>> events) {}

                @Override
                public void silent() {
                    silent.set(true);
                }
            });
            opened.get(0).close();
            Watched.eventually().untilTrue(silent);
            assertFalse(old.valid());
            assertEquals(2, opened.size());
            AtomicBoolean rung = new AtomicBoolean();
            doorbell.register(home.resolve("bell"), new Doorbell.Bell() {
                @Override
                public void rung(List<WatchEvent<?>> events) {
                    rung.set(true);
                }

                @Override
                public void silent() {}
            });
            Files.writeString(home.resolve("bell/x"), "x");
            Watched.eventually().untilTrue(rung);
        }
    }
}
