package io.reseat.host.lifecycle;

import io.reseat.api.FenceToken;
import io.reseat.api.Metrics;
import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import io.reseat.host.isolation.GenerationThreads;
import io.reseat.host.isolation.LiveThread;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's side of one generation's {@link TaskContext}. Used by the plugin's threads; stopped by the owner. */
final class GenerationContext implements TaskContext {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationContext.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** What takes a generation's own requests, from the time on when it is built. */
    interface Owner {
        void ready();

        void checkpoint(Map<String, ?> values) throws IOException;
    }

    private final TaskName task;
    private final long generation;
    private final FenceToken fence;
    private final String pluginVersion;
    private final Path dataDirectory;
    private final TaskMetrics.View metrics;
    private final Supplier<GenerationThreads> makeThreads;
    private final Leftovers leftovers;

    private final List<Thread> sleepers = new ArrayList<>(1); // guarded by itself; no lock to wait at, which is larger
    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile @Nullable GenerationThreads threads;
    private volatile @Nullable Owner owner;

    GenerationContext(
            TaskName task,
            FenceToken fence,
            String pluginVersion,
            Path dataDirectory,
            TaskMetrics.View metrics,
            Supplier<GenerationThreads> makeThreads,
            ProcessWatch processes) {
        this.task = task;
        this.leftovers = new Leftovers(task, processes);
        this.generation = fence.sequence(); // on one machine a start has a number of its own
        this.fence = fence;
        this.pluginVersion = pluginVersion;
        this.dataDirectory = dataDirectory;
        this.metrics = metrics;
        this.makeThreads = makeThreads;
    }

    /** Tells the generation to stop, or, where the reload was vetoed, that it goes on. */
    void stopping(boolean now) {
        stopping = now;
        synchronized (sleepers) {
            sleepers.forEach(LockSupport::unpark);
        }
    }

    /** Completes the context once its generation is built. */
    void attach(Owner generation) {
        owner = generation;
    }

    /** Refuses what would reach past the generation: it is closed, or left alone while a successor has its place. */
    synchronized void detach() {
        ended = true;
    }

    /** Whether it was closed or left alone. */
    boolean ended() {
        return ended;
    }

    private Owner owner() {
        expectOpen();
        Owner attached = owner;
        if (attached == null) {
            throw new IllegalStateException(
                    "not in create(): the predecessor may still be running; do it in start() or run()");
        }
        return attached;
    }

    /** Closes the task, then in reverse order what it left to the host, and ends its threads. On a thread of the realm. */
    void end(Task task) throws Exception {
        leftovers.resource(task); // the newest is closed first
        end();
    }

    /** The same for a task that was never made. */
    void end() throws Exception {
        stopping(true);
        try {
            leftovers.close();
        } finally {
            detach();
            metrics.close();
            endThreads();
        }
    }

    /** The threads that the task made through this context. */
    List<LiveThread> ownThreads() {
        GenerationThreads made = threads;
        return made == null ? List.of() : made.live();
    }

    /** Interrupts the threads that the task made; what heeds no interrupt is logged after a while. */
    private void endThreads() {
        GenerationThreads made = threads;
        if (made != null) {
            made.end(PATIENCE)
                    .thenAccept(left -> left.forEach(thread -> LOG.warn(
                            "{}: thread {} of generation {} heeds no interrupt\n{}",
                            task,
                            thread.name(),
                            generation,
                            thread.stack())));
        }
    }

    /** Under the lock that ends the generation: threads that are made are ended. */
    private synchronized GenerationThreads madeThreads() {
        expectOpen();
        if (threads == null) {
            threads = makeThreads.get();
        }
        return threads;
    }

    private void expectOpen() {
        if (ended) {
            throw new IllegalStateException("generation " + generation + " of " + task + " has ended");
        }
    }

    @Override
    public String taskName() {
        return task.value();
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public String pluginVersion() {
        return pluginVersion;
    }

    @Override
    public boolean stopping() {
        return stopping;
    }

    @Override
    public boolean sleep(Duration duration) throws InterruptedException {
        long nanos = HostClock.nanosOf(duration);
        long begun = System.nanoTime();
        Thread sleeper = Thread.currentThread();
        synchronized (sleepers) {
            sleepers.add(sleeper); // before it looks, so that whoever stops it wakes it
        }
        try {
            for (long left = nanos; left > 0 && !stopping; left = nanos - (System.nanoTime() - begun)) {
                expectUninterrupted();
                LockSupport.parkNanos(this, left);
            }
            expectUninterrupted();
            return !stopping;
        } finally {
            synchronized (sleepers) {
                sleepers.remove(sleeper);
            }
        }
    }

    private static void expectUninterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void ready() {
        owner().ready();
    }

    @Override
    public void checkpoint(Map<String, ?> values) throws IOException {
        owner().checkpoint(values);
    }

    @Override
    public Path dataDirectory() {
        return dataDirectory;
    }

    @Override
    public ThreadFactory threads() {
        GenerationThreads made = madeThreads();
        return body -> made.newThread(() -> InTask.run(task, body));
    }

    @Override
    public Process startProcess(ProcessBuilder builder) throws IOException {
        return leftovers.process(builder);
    }

    @Override
    public <R extends AutoCloseable> R closeWithGeneration(R resource) {
        return leftovers.resource(resource);
    }

    @Override
    public Metrics metrics() {
        return metrics;
    }

    @Override
    public System.Logger logger() {
        return System.getLogger("task." + task);
    }

    @Override
    public FenceToken fenceToken() {
        return fence;
    }
}
