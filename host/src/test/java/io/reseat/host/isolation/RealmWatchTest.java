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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealmWatchTest {
    @TempDir
    Path directory;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // the clock may overflow

    @Test
    void aRealmIsLiveThenAwaitedThenCollected() throws Exception {
        try (RealmWatch watch = thatRequestsNothing()) {
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
        try (RealmWatch watch = watch(20)) {
            ClassLoader held = retire(watch, 1);
            for (int i = 0; i < 100; i++) {
                passes(watch, 10);
            }
            assertEquals(2, requests.get());
            ClassLoader later = retire(watch, 2);
            for (int i = 0; i < 100; i++) {
                passes(watch, 10);
            }
            assertEquals(4, requests.get());
            assertEquals(2, watch.awaiting().size());
            assertTrue(held != later);
        }
    }

    @Test
    void nothingIsRequestedBeforeNothingWasRetiredForTenSeconds() throws Exception {
        try (RealmWatch watch = watch(20)) {
            List<ClassLoader> held = new ArrayList<>();
            held.add(retire(watch, 1));
            passes(watch, 8);
            held.add(retire(watch, 2));
            passes(watch, 9);
            assertEquals(0, requests.get());
            passes(watch, 1);
            assertEquals(1, requests.get());
            assertTrue(watch.awaiting().stream().allMatch(realm -> realm.requests() == 1), held::toString);
        }
    }

    @Test
    void whereRetirementsDoNotEndOneIsRequestedThirtySecondsAfterTheFirst() throws Exception {
        try (RealmWatch watch = watch(1)) {
            List<ClassLoader> held = new ArrayList<>();
            for (int second = 0; second < 30; second++) {
                held.add(retire(watch, second));
                assertEquals(0, requests.get(), () -> "after " + held.size());
                passes(watch, 1);
            }
            assertEquals(1, requests.get());
        }
    }

    @Test
    void requestsAreAThousandTimesAsFarApartAsOneTakes() throws Exception {
        try (RealmWatch watch = watch(40)) {
            ClassLoader held = retire(watch, 1);
            passes(watch, 10);
            assertEquals(1, requests.get());
            passes(watch, 39);
            assertEquals(1, requests.get());
            passes(watch, 1);
            assertEquals(2, requests.get());
            assertTrue(held != null);
        }
    }

    @Test
    void requestsAreTenMinutesApartAtMost() throws Exception {
        try (RealmWatch watch = watch(5_000)) {
            ClassLoader held = retire(watch, 1);
            passes(watch, 10);
            passes(watch, 599);
            assertEquals(1, requests.get());
            passes(watch, 1);
            assertEquals(2, requests.get());
            assertTrue(held != null);
        }
    }

    /** A request that is due is made though nobody else looks. */
    @Test
    void aRequestComesByItself() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        CollectionPace pace = new CollectionPace(Duration.ofMillis(20), Duration.ofMillis(60), Duration.ofMillis(20));
        try (RealmWatch watch = new RealmWatch(pace, System::nanoTime, twice::countDown)) {
            ClassLoader held = retire(watch, 1);
            assertTrue(twice.await(60, TimeUnit.SECONDS));
            await().until(() -> watch.plannedRequests() == 0);
            assertTrue(held != null);
        }
    }

    @Test
    void nothingIsRequestedOrPlannedWhileNoRealmIsAwaited() throws Exception {
        try (RealmWatch watch = new RealmWatch(new CollectionPace(), nanos::get, requests::incrementAndGet)) {
            watch.opened("a@1#1");
            passes(watch, 1000);
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
        try (RealmWatch watch = thatRequestsNothing()) {
            watch.await("a@1#1", newLoader(), broken);
            awaitCollected(watch, 1);
            watch.await("a@1#2", newLoader(), directory.resolve("2"));
            awaitCollected(watch, 2);
        }
    }

    /** Whose clock only this test moves, whose collections take so long, and which looks only where it is told to. */
    private RealmWatch watch(long millis) {
        RealmWatch watch = new RealmWatch(new CollectionPace(), nanos::get, () -> {
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
            requests.incrementAndGet();
        });
        watch.close(); // its thread would look as well
        return watch;
    }

    static RealmWatch thatRequestsNothing() {
        return new RealmWatch(new CollectionPace(), () -> 0, () -> {});
    }

    private void passes(RealmWatch watch, int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        watch.requestWhereDue();
    }

    private ClassLoader retire(RealmWatch watch, int number) {
        ClassLoader held = newLoader();
        watch.await("held@1#" + number, held, directory.resolve("" + number));
        return held;
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
