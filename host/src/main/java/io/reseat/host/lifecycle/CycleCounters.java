package io.reseat.host.lifecycle;

import com.sun.management.ThreadMXBean;
import io.reseat.host.model.TaskStatus.Cycles;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times the cycles of one task, over all its generations. Written by the thread that runs a cycle, read by
 * anybody.
 */
public final class CycleCounters {
    private static final @Nullable ThreadMXBean THREADS = threads();

    private long ended;
    private long failed;
    private int failedInARow;
    private boolean running;
    private @Nullable Instant lastStart;
    private long startNanos;
    private long startCpu;
    private long startBytes;
    private long lastNanos;
    private long longestNanos;
    private long totalNanos;
    private long cpuNanos;
    private long bytes;

    synchronized void begin(Instant now) {
        running = true;
        lastStart = now;
        startNanos = System.nanoTime();
        startCpu = cpu();
        startBytes = bytes();
    }

    synchronized void end(boolean good) {
        running = false;
        lastNanos = System.nanoTime() - startNanos;
        longestNanos = Math.max(longestNanos, lastNanos);
        totalNanos += lastNanos;
        cpuNanos += Math.max(0, cpu() - startCpu);
        bytes += Math.max(0, bytes() - startBytes);
        if (good) {
            ended++;
            failedInARow = 0;
        } else {
            failed++;
            failedInARow++;
        }
    }

    /** The counters now. */
    public synchronized Cycles read() {
        long all = ended + failed;
        return new Cycles(
                ended,
                failed,
                failedInARow,
                running,
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

    private static long bytes() {
        return THREADS == null ? 0 : THREADS.getCurrentThreadAllocatedBytes();
    }
}
