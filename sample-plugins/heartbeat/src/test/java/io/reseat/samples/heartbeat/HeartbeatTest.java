package io.reseat.samples.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.Task;
import io.reseat.api.TaskFactory;
import io.reseat.samples.testing.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path data;

    @Test
    void theServiceFileNamesTheFactory() {
        List<TaskFactory<?>> found = new ArrayList<>();
        for (TaskFactory<?> factory : ServiceLoader.load(TaskFactory.class)) {
            found.add(factory);
        }
        assertEquals(1, found.size());
        assertInstanceOf(HeartbeatFactory.class, found.get(0));
    }

    @Test
    void eachCycleLogsTheMessageOnceAndCountsIt() throws Exception {
        TestContext context = new TestContext(data);
        try (Task task =
                new HeartbeatFactory().create(new HeartbeatConfig("{0} is no format", Duration.ZERO), context)) {
            task.run();
            task.run();
        }
        assertEquals(
                List.of("INFO {0} is no format", "INFO {0} is no format"),
                context.logger().lines());
        assertEquals(2, context.metrics().counter("beats").value());
    }

    @Test
    void aPauseEndsEarlyWhenTheGenerationStops() {
        TestContext context = new TestContext(data);
        Task task = new HeartbeatFactory().create(new HeartbeatConfig("hello", LONG), context);
        CompletableFuture<Void> cycle = CompletableFuture.runAsync(() -> {
            try {
                task.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        Awaitility.await().until(() -> !context.logger().lines().isEmpty());
        assertTrue(!cycle.isDone(), "the cycle should be in its pause");
        context.stop();
        Awaitility.await().untilAsserted(() -> assertTrue(cycle.isDone()));
        cycle.join();
    }

    @Test
    void aPauseThatIsLeftOutIsNone() {
        assertEquals(Duration.ZERO, new HeartbeatConfig("hello", null).pause());
    }

    @Test
    void aMissingMessageIsRefusedWithTheRemedy() {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> new HeartbeatConfig(null, null));
        assertTrue(refused.getMessage().contains("say what each beat should print"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new HeartbeatConfig(" ", null));
    }

    @Test
    void aNegativePauseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new HeartbeatConfig("hello", Duration.ofSeconds(-1)));
    }
}
