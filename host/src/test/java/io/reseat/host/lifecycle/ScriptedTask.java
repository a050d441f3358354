package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.api.Task;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A task whose cycles do what the test says, and are counted. */
final class ScriptedTask implements Task {
    /** What a cycle does. */
    interface Cycle {
        void run() throws Exception;
    }

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore gate = new Semaphore(0);
    private final AtomicInteger running = new AtomicInteger();
    final AtomicInteger cycles = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    volatile Cycle cycle = () -> {};

    /** A cycle waits until {@link #letGo}. */
    static ScriptedTask blocking() {
        ScriptedTask task = new ScriptedTask();
        task.cycle = task.gate::acquire;
        return task;
    }

    /** The same, and swallows every interrupt. */
    static ScriptedTask deaf() {
        ScriptedTask task = new ScriptedTask();
        task.cycle = task.gate::acquireUninterruptibly;
        return task;
    }

    void letGo() {
        gate.release();
    }

    /** One cycle more has begun. */
    void awaitCycle() {
        try {
            assertTrue(begun.tryAcquire(20, TimeUnit.SECONDS), "no cycle begins");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void run() throws Exception {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        cycles.incrementAndGet();
        begun.release();
        try {
            cycle.run();
        } finally {
            running.decrementAndGet();
        }
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }

    /** How many run now. */
    int running() {
        return running.get();
    }
}
