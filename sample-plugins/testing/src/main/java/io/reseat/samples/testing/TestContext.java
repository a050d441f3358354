package io.reseat.samples.testing;

import io.reseat.api.FenceToken;
import io.reseat.api.Metrics;
import io.reseat.api.SavedState;
import io.reseat.api.TaskContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Plays the host for one generation of a task. Safe for use by many threads. */
public final class TestContext implements TaskContext {
    private final Path dataDirectory;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final RecordingLogger logger = new RecordingLogger();
    private final SimpleMetrics metrics = new SimpleMetrics();
    private volatile Map<String, Object> checkpoint = Map.of();

    /** A context of generation 1 whose task keeps its data in the given directory, which exists. */
    public TestContext(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /** Tells the generation to stop, as a reload does. */
    public void stop() {
        stop.countDown();
    }

    /** True once the task said that it is ready. */
    public boolean isReady() {
        return ready.getCount() == 0;
    }

    /** The threads that the task made and that have not ended. */
    public List<Thread> liveThreads() {
        return threads.stream().filter(Thread::isAlive).toList();
    }

    /** What the task saved last; empty before. */
    public Map<String, Object> lastCheckpoint() {
        return checkpoint;
    }

    /** What the next generation of a task gets from one that saved these values. */
    public static SavedState saved(Map<String, Object> values) {
        return new Saved(values);
    }

    /** Ends the generation: closes what the task registered, in reverse order. */
    public void end() throws Exception {
        stop();
        synchronized (resources) {
            while (!resources.isEmpty()) {
                resources.pop().close();
            }
        }
    }

    @Override
    public String taskName() {
        return "test";
    }

    @Override
    public long generation() {
        return 1;
    }

    @Override
    public String pluginVersion() {
        return "1.0.0";
    }

    @Override
    public boolean stopping() {
        return stop.getCount() == 0;
    }

    @Override
    public boolean sleep(Duration duration) throws InterruptedException {
        return !stop.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void ready() {
        ready.countDown();
    }

    @Override
    public void checkpoint(Map<String, ?> values) {
        checkpoint = Map.copyOf(values);
    }

    @Override
    public Path dataDirectory() {
        return dataDirectory;
    }

    @Override
    public ThreadFactory threads() {
        return work -> {
            Thread thread = new Thread(work);
            threads.add(thread);
            return thread;
        };
    }

    @Override
    public Process startProcess(ProcessBuilder builder) throws IOException {
        return closeWithGeneration(new ProcessKiller(builder.start())).process();
    }

    @Override
    public <R extends AutoCloseable> R closeWithGeneration(R resource) {
        synchronized (resources) {
            resources.push(resource);
        }
        return resource;
    }

    @Override
    public Metrics metrics() {
        return metrics;
    }

    @Override
    public RecordingLogger logger() {
        return logger;
    }

    @Override
    public FenceToken fenceToken() {
        return new FenceToken(1, 1);
    }

    private record Saved(Map<String, Object> values) implements SavedState {
        @Override
        public int stateVersion() {
            return 1;
        }

        @Override
        public String pluginVersion() {
            return "1.0.0";
        }

        @Override
        public long generation() {
            return 1;
        }
    }

    private record ProcessKiller(Process process) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
