package io.reseat.host.isolation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealmWatchTest {
    private static final Duration PERIOD = Duration.ofMillis(20);

    @TempDir
    Path directory;

    @Test
    void aRealmIsLiveThenAwaitedThenCollected() throws Exception {
        try (RealmWatch watch = new RealmWatch(Duration.ofDays(1), () -> {})) {
            watch.opened("a@1#1");
            assertEquals(1, watch.counts().live());
            watch.retiring("a@1#1");
            assertEquals(0, watch.counts().live());
            assertEquals(false, watch.awaiting().get(0).closed());
            Path scratch = Files.createDirectories(directory.resolve("1/lib"));
            Files.writeString(scratch.resolve("libx.so"), "x");
            watch.await("a@1#1", newLoader(), scratch.getParent());
            await().untilAsserted(() -> {
                System.gc();
                assertEquals(1, watch.counts().collected());
            });
            assertEquals(0, watch.counts().awaiting());
            await().until(() -> Files.notExists(directory.resolve("1")));
        }
    }

    /** One that is held stays awaited for ever; it is asked for twice and then left to natural collections. */
    @Test
    void collectionsAreRequestedTwiceForARealmAndNoMore() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RealmWatch watch = new RealmWatch(PERIOD, requests::incrementAndGet)) {
            ClassLoader held = newLoader();
            watch.await("held@1#1", held, directory.resolve("1"));
            await().until(() -> watch.awaiting().get(0).requests() == 2);
            ClassLoader later = newLoader();
            watch.await("held@1#2", later, directory.resolve("2"));
            await().until(() -> watch.awaiting().stream().allMatch(a -> a.requests() >= 2));
            int done = requests.get();
            assertTrue(done <= 4, "requests: " + done);
            assertEquals(0, watch.plannedRequests());
            assertEquals(2, watch.awaiting().size());
            assertTrue(held != later);
        }
    }

    @Test
    void manyRealmsShareOneRequest() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        CountDownLatch twice = new CountDownLatch(2);
        Runnable collector = () -> {
            requests.incrementAndGet();
            twice.countDown();
        };
        try (RealmWatch watch = new RealmWatch(Duration.ofMillis(300), collector)) {
            List<ClassLoader> held = List.of(newLoader(), newLoader(), newLoader(), newLoader(), newLoader());
            for (int i = 0; i < held.size(); i++) {
                watch.await("held@1#" + i, held.get(i), directory.resolve("" + i));
            }
            assertTrue(twice.await(60, TimeUnit.SECONDS));
            assertEquals(2, requests.get());
            assertEquals(5, held.size());
        }
    }

    @Test
    void nothingIsRequestedOrPlannedWhileNoRealmIsAwaited() {
        AtomicInteger requests = new AtomicInteger();
        try (RealmWatch watch = new RealmWatch(Duration.ofMillis(1), requests::incrementAndGet)) {
            watch.opened("a@1#1");
            assertEquals(0, watch.plannedRequests());
            assertEquals(0, requests.get());
        }
    }

    @Test
    void aFaultInDeletingTheFilesOfOneRealmHidesNoLaterOne() throws Exception {
        Path broken = (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (path, method, arguments) -> {
                    if (method.getName().equals("toString")) {
                        return "broken";
                    }
                    throw new IllegalStateException("a fault");
                });
        try (RealmWatch watch = new RealmWatch(Duration.ofDays(1), () -> {})) {
            watch.await("a@1#1", newLoader(), broken);
            awaitCollected(watch, 1);
            watch.await("a@1#2", newLoader(), directory.resolve("2"));
            awaitCollected(watch, 2);
        }
    }

    private static void awaitCollected(RealmWatch watch, long count) {
        await().untilAsserted(() -> {
            System.gc();
            assertEquals(count, watch.counts().collected());
        });
    }

    private static ClassLoader newLoader() {
        return new URLClassLoader(new URL[0], null);
    }
}
