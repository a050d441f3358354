package io.reseat.host.lifecycle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.FenceToken;
import io.reseat.api.Task;
import io.reseat.host.model.TaskName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class GenerationContextTest {
    @TempDir
    Path folder;

    private final List<Map<String, ?>> checkpoints = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final TaskMetrics metrics = new TaskMetrics();
    private OpenRealm open;
    private GenerationContext context;

    @BeforeEach
    void make() throws Exception {
        open = OpenRealm.empty(folder);
        context = new GenerationContext(
                new TaskName("shop"),
                new FenceToken(3, 7),
                "1.2.3",
                folder,
                metrics.forGeneration(),
                () -> open.realm.threads().generation("shop generation 7"),
                ProcessWatch.NONE);
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void itSaysWhoseItIs() {
        assertEquals("shop", context.taskName());
        assertEquals(7, context.generation());
        assertEquals("1.2.3", context.pluginVersion());
        assertEquals(folder, context.dataDirectory());
        assertEquals(new FenceToken(3, 7), context.fenceToken());
        assertEquals("task.shop", context.logger().getName());
    }

    @Test
    void createMayNeitherCheckpointNorBeReady() {
        assertThrows(IllegalStateException.class, () -> context.checkpoint(Map.of("a", 1L)));
        assertThrows(IllegalStateException.class, context::ready);
        attach();
        assertEquals(List.of(), checkpoints);
    }

    @Test
    void aBuiltGenerationMay() throws Exception {
        attach();
        context.checkpoint(Map.of("a", 1L));
        context.ready();
        assertEquals(List.of(Map.of("a", 1L)), checkpoints);
        assertEquals(List.of("ready"), closed);
    }

    @Test
    void aClosedGenerationReachesNothingAnyMore() throws Exception {
        attach();
        context.end(closing(() -> closed.add("task")));
        assertThrows(IllegalStateException.class, () -> context.checkpoint(Map.of("a", 1L)));
        assertThrows(IllegalStateException.class, context::ready);
        assertThrows(IllegalStateException.class, context::threads);
        assertThrows(IllegalStateException.class, () -> context.closeWithGeneration(() -> closed.add("late")));
        assertThrows(IllegalStateException.class, () -> context.startProcess(new ProcessBuilder("true")));
        assertThrows(IllegalStateException.class, () -> context.metrics().gauge("g", () -> 1));
        assertTrue(context.stopping());
        assertFalse(context.sleep(Duration.ofDays(1)));
        assertEquals("shop", context.taskName());
        assertEquals(List.of("task"), closed);
        assertEquals(List.of(), checkpoints);
    }

    @Test
    void aGenerationThatIsLeftAloneSavesNothingOverItsSuccessor() {
        attach();
        context.detach();
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> context.checkpoint(Map.of("a", 1L)));
        assertEquals("generation 7 of shop has ended", refused.getMessage());
        assertEquals(List.of(), checkpoints);
    }

    @Test
    void theTaskIsClosedFirstAndThenWhatItLeft() throws Exception {
        context.closeWithGeneration(() -> closed.add("first"));
        context.closeWithGeneration(() -> closed.add("second"));
        context.metrics().gauge("g", () -> 1);
        context.end(closing(() -> closed.add("task")));
        assertEquals(List.of("task", "second", "first"), closed);
        assertEquals(Map.of(), metrics.read());
    }

    @Test
    void aTaskWhoseCloseFailsIsNoReasonToLeaveThreadsOrGauges() throws Exception {
        attach();
        CountDownLatch ended = sleepingThread();
        context.metrics().gauge("g", () -> 1);
        Task broken = closing(() -> {
            throw new StackOverflowError("no");
        });
        assertThrows(StackOverflowError.class, () -> context.end(broken));
        assertTrue(ended.await(60, TimeUnit.SECONDS));
        assertEquals(Map.of(), metrics.read());
        assertThrows(IllegalStateException.class, () -> context.checkpoint(Map.of()));
    }

    @Test
    void itsThreadsAreNamedCarryTheTaskAndEndWithIt() throws Exception {
        CompletableFuture<String> mdc = new CompletableFuture<>();
        Thread thread = context.threads().newThread(() -> mdc.complete(MDC.get("task")));
        assertTrue(thread.getName().startsWith("shop generation 7"), thread.getName());
        assertTrue(thread.isDaemon());
        assertSame(open.realm.loader(), thread.getContextClassLoader());
        thread.start();
        assertEquals("shop", mdc.get(60, TimeUnit.SECONDS));
        thread.join();

        CountDownLatch ended = sleepingThread();
        assertEquals(1, context.ownThreads().size());
        context.end();
        assertTrue(ended.await(60, TimeUnit.SECONDS));
        await().until(() -> context.ownThreads().isEmpty());
    }

    @Test
    void sleepEndsEarlyWhenTheGenerationIsToldToStop() throws Exception {
        CompletableFuture<Boolean> whole = new CompletableFuture<>();
        Thread sleeper = new Thread(() -> {
            try {
                whole.complete(context.sleep(Duration.ofDays(1_000_000)));
            } catch (Throwable e) {
                whole.completeExceptionally(e);
            }
        });
        sleeper.start();
        await().until(() -> sleeper.getState() == Thread.State.TIMED_WAITING);
        context.stopping(true);
        assertFalse(whole.get(60, TimeUnit.SECONDS));
    }

    @Test
    void sleepLastsWhereNothingStops() throws Exception {
        assertTrue(context.sleep(Duration.ofMillis(1)));
        assertTrue(context.sleep(Duration.ZERO));
        context.stopping(true);
        assertFalse(context.sleep(Duration.ofDays(1)));
        context.stopping(false);
        assertTrue(context.sleep(Duration.ofMillis(1)));
    }

    @Test
    void sleepHeedsAnInterrupt() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> context.sleep(Duration.ofDays(1)));
        assertFalse(Thread.interrupted());
    }

    private CountDownLatch sleepingThread() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        context.threads()
                .newThread(() -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException told) {
                        ended.countDown();
                    }
                })
                .start();
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        return ended;
    }

    private static Task closing(Runnable close) {
        return new Task() {
            @Override
            public void run() {}

            @Override
            public void close() {
                close.run();
            }
        };
    }

    private void attach() {
        context.attach(new GenerationContext.Owner() {
            @Override
            public void ready() {
                closed.add("ready");
            }

            @Override
            public void checkpoint(Map<String, ?> values) {
                checkpoints.add(values);
            }
        });
    }
}
