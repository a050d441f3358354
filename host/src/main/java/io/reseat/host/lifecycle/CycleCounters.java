package io.reseat.host.lifecycle;

import com.sun.management.ThreadMXBean;
import io.reseat.host.model.TaskStatus.Cycles;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times the cycles of one task, over all its generations. Written by the threads that run cycles, of which an
 * abandoned one may outlast its successors, and read by anybody.
 */
public final class CycleCounters {
    private static final @Nullable ThreadMXBean THREADS = threads();

    private long ended;
    private long failed;
    private int failedInARow;
    private final Set<Running> running = new HashSet<>();
    private @Nullable Instant lastStart;
    private long lastNanos;
    private long longestNanos;
    private long totalNanos;
    private long cpuNanos;
    private long bytes;

    /** Counts a cycle of the calling thread from now on. */
    synchronized Running begin(Instant now) {
        Running cycle = new Running();
        running.add(cycle);
        lastStart = now;
        return cycle;
    }

    private synchronized void end(Running cycle, boolean good) {
        running.remove(cycle);
        lastNanos = System.nanoTime() - cycle.nanos;
        longestNanos = Math.max(longestNanos, lastNanos);
        totalNanos += lastNanos;
        cpuNanos += Math.max(0, cpu() - cycle.cpu);
        bytes += Math.max(0, allocated() - cycle.bytes);
        if (good) {
            ended++;
            failedInARow = 0;
        } else {
            failed++;
            failedInARow++;
        }
    }

    /** A service says that it works. */
    synchronized void works() {
        failedInARow = 0;
    }

    /** The counters now, with what the cycles that run have used so far: a service is one for as long as it runs. */
    public synchronized Cycles read() {
        long all = ended + failed;
        return new Cycles(
                ended,
                failed,
                failedInARow,
                !running.isEmpty(),
                Optional.ofNullable(lastStart),
                Duration.ofNanos(lastNanos),
                Duration.ofNanos(longestNanos),
                Duration.ofNanos(all == 0 ? 0 : totalNanos / all),
                Duration.ofNanos(
                        cpuNanos + running.stream().mapToLong(Running::cpuSoFar).sum()),
                bytes + running.stream().mapToLong(Running::bytesSoFar).sum());
    }

    private static @Nullable ThreadMXBean threads() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean hotspot
                        && hotspot.isThreadCpuTimeSupported()
                        && hotspot.isThreadAllocatedMemorySupported()
                ? hotspot
                : null;
    }

    /** Of the calling thread, which is cheaper to ask for than another. */
    private static long cpu() {
        return THREADS == null ? 0 : THREADS.getCurrentThreadCpuTime();
    }

    private static long allocated() {
        return THREADS == null ? 0 : THREADS.getCurrentThreadAllocatedBytes();
    }

    /** One cycle that has begun. Ended once, on the thread that began it. */
    final class Running {
        private final long thread = Thread.currentThread().getId();
        private final long nanos = System.nanoTime();
        private final long cpu = cpu();
        private final long bytes = allocated();

        void end(boolean good) {
            CycleCounters.this.end(this, good);
        }

        private long cpuSoFar() {
            return THREADS == null ? 0 : Math.max(0, THREADS.getThreadCpuTime(thread) - cpu);
        }

        private long bytesSoFar() {
            return THREADS == null ? 0 : Math.max(0, THREADS.getThreadAllocatedBytes(thread) - bytes);
        }
    }
}
