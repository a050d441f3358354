package io.reseat.host.lifecycle;

import com.sun.management.ThreadMXBean;
import io.reseat.host.isolation.VirtualThreads;
import io.reseat.host.model.TaskStatus.Cycles;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
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
    private @Nullable Running newest; // of those that run, mostly one
    private @Nullable Instant lastStart;
    private long lastNanos;
    private long longestNanos;
    private long totalNanos;
    private long cpuNanos;
    private long bytes;
    private boolean measured = THREADS != null;

    /** Counts a cycle of the calling thread from now on. */
    synchronized Running begin(Instant now) {
        Running cycle = new Running(VirtualThreads.inOne() ? null : THREADS);
        cycle.older = newest;
        newest = cycle;
        lastStart = now;
        measured = cycle.threads != null;
        return cycle;
    }

    private synchronized void end(Running cycle, boolean good) {
        remove(cycle);
        lastNanos = System.nanoTime() - cycle.nanos;
        longestNanos = Math.max(longestNanos, lastNanos);
        totalNanos += lastNanos;
        cpuNanos += Math.max(0, cycle.cpu() - cycle.cpu);
        bytes += Math.max(0, cycle.allocated() - cycle.bytes);
        if (good) {
            ended++;
            failedInARow = 0;
        } else {
            failed++;
            failedInARow++;
        }
    }

    @SuppressWarnings("ReferenceEquality") // each is one cycle
    private void remove(Running cycle) {
        if (newest == cycle) {
            newest = cycle.older;
            return;
        }
        for (Running one = newest; one != null; one = one.older) {
            if (one.older == cycle) {
                one.older = cycle.older;
            }
        }
    }

    /** What cycles used in a child JVM, where this cannot be measured from here. */
    synchronized void usedElsewhere(long nanosOfCpu, long allocated) {
        cpuNanos += Math.max(0, nanosOfCpu);
        bytes += Math.max(0, allocated);
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
                newest != null,
                Optional.ofNullable(lastStart),
                Duration.ofNanos(lastNanos),
                Duration.ofNanos(longestNanos),
                Duration.ofNanos(all == 0 ? 0 : totalNanos / all),
                measured ? Optional.of(Duration.ofNanos(cpuNanos + sum(Running::cpuSoFar))) : Optional.empty(),
                measured ? OptionalLong.of(bytes + sum(Running::bytesSoFar)) : OptionalLong.empty());
    }

    private long sum(ToLongFunction<Running> soFar) {
        long sum = 0;
        for (Running one = newest; one != null; one = one.older) {
            sum += soFar.applyAsLong(one);
        }
        return sum;
    }

    private static @Nullable ThreadMXBean threads() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean hotspot
                        && hotspot.isThreadCpuTimeSupported()
                        && hotspot.isThreadAllocatedMemorySupported()
                ? hotspot
                : null;
    }

    /** One cycle that has begun. Ended once, on the thread that began it. */
    final class Running {
        private final @Nullable ThreadMXBean threads;
        private @Nullable Running older;
        private final long thread = Thread.currentThread().getId();
        private final long nanos = System.nanoTime();
        private final long cpu;
        private final long bytes;

        /** @param threads measures the calling thread; null where nothing does, as for virtual threads */
        private Running(@Nullable ThreadMXBean threads) {
            this.threads = threads;
            this.cpu = cpu();
            this.bytes = allocated();
        }

        void end(boolean good) {
            CycleCounters.this.end(this, good);
        }

        /** Of the calling thread, which is cheaper to ask for than another. */
        private long cpu() {
            return threads == null ? 0 : threads.getCurrentThreadCpuTime();
        }

        private long allocated() {
            return threads == null ? 0 : threads.getCurrentThreadAllocatedBytes();
        }

        private long cpuSoFar() {
            return threads == null ? 0 : Math.max(0, threads.getThreadCpuTime(thread) - cpu);
        }

        private long bytesSoFar() {
            return threads == null ? 0 : Math.max(0, threads.getThreadAllocatedBytes(thread) - bytes);
        }
    }
}
