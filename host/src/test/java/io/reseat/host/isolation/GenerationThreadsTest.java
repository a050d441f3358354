package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.probe;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GenerationThreadsTest {
    @TempDir
    Path directory;

    private Realms realms;
    private LoaderRealm realm;
    private GenerationThreads threads;

    @BeforeEach
    void setUp() throws Exception {
        realms = new Realms(directory);
        realm = realms.open(probe("probe", "return \"\";"));
        threads = realm.threads().generation("beat.7");
    }

    @AfterEach
    void tearDown() {
        realm.release();
        realms.awaitCollected();
        realms.close();
    }

    @Test
    void aThreadIsNamedCountedAndHasTheContextLoader() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = threads.newThread(() -> awaitQuietly(end));
        thread.start();
        await().until(() -> threads.count() == 1);
        assertEquals("beat.7-1", thread.getName());
        assertTrue(thread.isDaemon());
        assertSame(realm.loader(), thread.getContextClassLoader());
        end.countDown();
        await().until(() -> threads.count() == 0);
    }

    @Test
    void theEndInterruptsAndCompletesWithTheLastThread() throws Exception {
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(2, threads);
        executor.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.HOURS);
        executor.submit(() -> awaitQuietly(new CountDownLatch(1)));
        await().until(() -> threads.count() == 2);
        executor.shutdown();
        assertEquals(List.of(), end(Duration.ofSeconds(20)));
        assertThrows(IllegalStateException.class, () -> threads.newThread(() -> {}));
    }

    @Test
    void whatIgnoresItsInterruptIsReportedAtTheDeadline() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        threads.newThread(() -> {
                    while (!end.get()) {
                        Thread.onSpinWait();
                    }
                })
                .start();
        await().until(() -> threads.count() == 1);
        List<LiveThread> left = end(Duration.ofMillis(50));
        assertEquals("beat.7-1", left.get(0).name());
        assertTrue(
                left.get(0).stack().contains("GenerationThreadsTest"),
                left.get(0).stack());
        end.set(true);
    }

    @Test
    void aGenerationWithoutThreadsEndsAtOnce() throws Exception {
        assertTrue(threads.end(Duration.ofDays(1)).toCompletableFuture().isDone());
    }

    @Test
    void aThreadThatIsStartedAfterTheEndRunsNothing() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        Thread late = threads.newThread(() -> ran.set(true));
        Thread keeper = threads.newThread(() -> awaitQuietly(new CountDownLatch(1)));
        keeper.start();
        await().until(() -> threads.count() == 1);
        var ended = threads.end(Duration.ofSeconds(20));
        try {
            late.start();
            late.join();
        } catch (IllegalThreadStateException groupIsGone) {
            ran.set(false);
        }
        assertEquals(List.of(), ended.toCompletableFuture().get(60, TimeUnit.SECONDS));
        assertEquals(false, ran.get());
    }

    private List<LiveThread> end(Duration deadline) throws Exception {
        return threads.end(deadline).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }
}
