package io.reseat.host.store;

import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Numbers generations 1, 2, 3… for each task, never the same twice, also not after a kill. Safe from any thread. Blocks of
 * numbers are reserved on disk ahead of use, by a thread that lives only while it has work, so that taking a number waits
 * for no disk.
 *
 * <p>Two locks: {@code disk} orders the writes and is held over an fsync, {@code memory} never is. Who needs both takes
 * {@code disk} first.
 */
public final class GenerationNumbers implements Closeable {
    /** How many are reserved at once for a task. */
    static final int BLOCK = 64;

    private final long epoch;
    private final NumberJournal journal;
    private final boolean damaged;
    private final ReentrantLock disk = new ReentrantLock();
    private final ReentrantLock memory = new ReentrantLock();
    private final Map<TaskName, Block> blocks = new HashMap<>();
    private final Set<TaskName> runningLow = new TreeSet<>();
    private final ThreadPoolExecutor writer;
    private boolean closed;

    private GenerationNumbers(long epoch, NumberJournal journal) {
        this.epoch = epoch;
        this.journal = journal;
        this.damaged = journal.damaged();
        journal.highest().forEach((task, number) -> blocks.put(task, new Block(number, number)));
        writer = new ThreadPoolExecutor(
                1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), GenerationNumbers::thread);
        writer.allowCoreThreadTimeOut(true);
    }

    /**
     * Opens the journal of reserved numbers.
     *
     * @param file {@code data/state/numbers}; need not exist. Beside it lies {@code epoch}
     * @param problems told if it was damaged
     */
    public static GenerationNumbers open(Path file, Consumer<Problem> problems) throws IOException {
        long epoch = Epoch.next(file.resolveSibling("epoch"), problems);
        return new GenerationNumbers(epoch, NumberJournal.open(file, problems));
    }

    /** Which start of the host this is, from 1 on; rises with each. */
    public long epoch() {
        return epoch;
    }

    /** Reserves numbers for tasks that have none left, with one write for all of them. */
    public void reserve(Collection<TaskName> tasks) throws IOException {
        disk.lock();
        try {
            Map<TaskName, Long> limits = newLimits(tasks);
            if (!limits.isEmpty()) {
                journal.append(limits);
                adopt(limits);
            }
        } finally {
            disk.unlock();
        }
    }

    /**
     * The same for tasks that may have run before: where the journal says nothing of one, or was damaged, no number is used
     * again that its traces know.
     *
     * @param traces the highest number that is kept of a task, or 0
     */
    public void reserve(Collection<TaskName> tasks, ToLongFunction<TaskName> traces) throws IOException {
        Map<TaskName, Long> known = new HashMap<>();
        tasks.stream().filter(this::unsure).forEach(task -> known.put(task, traces.applyAsLong(task)));
        memory.lock();
        try {
            known.forEach((task, number) ->
                    blocks.put(task, blocks.getOrDefault(task, Block.EMPTY).above(number)));
        } finally {
            memory.unlock();
        }
        reserve(tasks);
    }

    private boolean unsure(TaskName task) {
        memory.lock();
        try {
            return damaged || !blocks.containsKey(task);
        } finally {
            memory.unlock();
        }
    }

    /**
     * The next number of a task. Waits for the disk only for a task that was never reserved, or whose block was used up
     * faster than the next could be written.
     *
     * @throws IllegalStateException if this was closed
     */
    public long next(TaskName task) throws IOException {
        long number = taken(task);
        while (number == 0) {
            reserve(List.of(task));
            number = taken(task);
        }
        return number;
    }

    /** A reserved number, or 0 if there is none left. */
    private long taken(TaskName task) {
        memory.lock();
        try {
            checkOpen();
            Block block = blocks.getOrDefault(task, Block.EMPTY);
            if (block.left() == 0) {
                return 0;
            }
            Block rest = block.withoutFirst();
            blocks.put(task, rest);
            if (rest.low() && runningLow.add(task) && runningLow.size() == 1) {
                writer.execute(this::refill);
            }
            return rest.last;
        } finally {
            memory.unlock();
        }
    }

    /** On the writer thread. A failure is told to whom it concerns: {@link #next} tries again when the block is used up. */
    private void refill() {
        Collection<TaskName> tasks;
        memory.lock();
        try {
            tasks = new ArrayList<>(runningLow);
            runningLow.clear();
        } finally {
            memory.unlock();
        }
        try {
            reserve(tasks);
        } catch (IOException | IllegalStateException e) {
            // Nothing is lost: the caller who takes the last number gets this failure from its own write.
        }
    }

    private Map<TaskName, Long> newLimits(Collection<TaskName> tasks) {
        memory.lock();
        try {
            checkOpen();
            Map<TaskName, Long> limits = new TreeMap<>();
            for (TaskName task : tasks) {
                Block block = blocks.getOrDefault(task, Block.EMPTY);
                if (block.low()) {
                    limits.put(task, block.limit + BLOCK);
                }
            }
            return limits;
        } finally {
            memory.unlock();
        }
    }

    private void adopt(Map<TaskName, Long> limits) {
        memory.lock();
        try {
            limits.forEach((task, limit) ->
                    blocks.put(task, blocks.getOrDefault(task, Block.EMPTY).withLimit(limit)));
        } finally {
            memory.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the host stops: no generation can be numbered");
        }
    }

    /** Gives numbers back that were not used, so that the next start goes on without a gap. */
    @Override
    public void close() throws IOException {
        disk.lock();
        try {
            if (!writer.isShutdown()) {
                Map<TaskName, Long> used = closedWith();
                writer.shutdown();
                journal.close(used);
            }
        } finally {
            disk.unlock();
        }
    }

    private Map<TaskName, Long> closedWith() {
        memory.lock();
        try {
            closed = true;
            Map<TaskName, Long> used = new TreeMap<>();
            blocks.forEach((task, block) -> used.put(task, block.last));
            return used;
        } finally {
            memory.unlock();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "reseat-numbers");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The numbers of one task.
     *
     * @param last the newest one taken
     * @param limit the last one reserved
     */
    private record Block(long last, long limit) {
        static final Block EMPTY = new Block(0, 0);

        long left() {
            return limit - last;
        }

        boolean low() {
            return left() <= BLOCK / 2;
        }

        Block above(long number) {
            return new Block(Math.max(last, number), Math.max(limit, number));
        }

        Block withoutFirst() {
            return new Block(last + 1, limit);
        }

        Block withLimit(long further) {
            return new Block(last, further);
        }
    }
}
