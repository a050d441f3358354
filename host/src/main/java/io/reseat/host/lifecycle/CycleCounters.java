package io.reseat.host.lifecycle;

import com.sun.management.ThreadMXBean;
import io.reseat.host.model.TaskStatus.Cycles;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
    private int running;
    private @Nullable Instant lastStart;
    private long lastNanos;
    private long longestNanos;
    private long totalNanos;
    private long cpuNanos;
    private long bytes;

    /** Counts a cycle of the calling thread from now on. */
    synchronized Running begin(Instant now) {
        running++;
        lastStart = now;
        return new Running(System.nanoTime(), cpu(), allocated());
    }

    private synchronized void end(Running cycle, boolean good) {
        running--;
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

    /** The counters now. */
    public synchronized Cycles read() {
        long all = ended + failed;
        return new Cycles(
                ended,
                failed,
                failedInARow,
                running > 0,
                Optional.ofNullable(lastStart),
                Duration.ofNanos(lastNanos),
                Duration.ofNanos(longestNanos),
                Duration.ofNanos(all == 0 ? 0 : totalNanos / all),
                Duration.ofNanos(cpuNanos),
                bytes);
    }

    private static @Nullable ThreadMXBean threads() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean hotspot
                        && hotspot.isCurrentThreadCpuTimeSupported()
                        && hotspot.isThreadAllocatedMemorySupported()
                ? hotspot
                : null;
    }

    private static long cpu() {
        return THREADS == null ? 0 : THREADS.getCurrentThreadCpuTime();
    }

    private static long allocated() {
        return THREADS == null ? 0 : THREADS.getCurrentThreadAllocatedBytes();
    }

    /** One cycle that has begun. Ended once, on the thread that began it. */
    final class Running {
        private final long nanos;
        private final long cpu;
        private final long bytes;

        private Running(long nanos, long cpu, long bytes) {
            this.nanos = nanos;
            this.cpu = cpu;
            this.bytes = bytes;
        }

        void end(boolean good) {
            CycleCounters.this.end(this, good);
        }
    }
}
