package io.reseat.api;

/**
 * One generation of a task. The host calls {@link #start}, then {@link #run} once per cycle, then {@link #close}; never
 * two of them at once, each on a thread of this generation.
 */
@FunctionalInterface
@SuppressWarnings("try") // close() may throw InterruptedException: a task's code is what it is
public interface Task extends AutoCloseable {
    /**
     * Takes what is exclusive: ports, locks, connections. The predecessor is closed by now, except with
     * {@link Swap#OVERLAP}.
     *
     * @throws Exception to refuse: the predecessor is brought back
     */
    default void start() throws Exception {}

    /**
     * One cycle. A service ({@code schedule: service}) blocks here until {@link TaskContext#stopping} says that it should
     * end; every other task returns when its cycle is done. The thread is interrupted when a cycle outlives its
     * {@code timeout} or the drain of a reload; an {@link InterruptedException} while stopping is no failure.
     *
     * @throws Exception a failed cycle: counted, shown, and followed by the backoff of the task's {@code restart:}
     */
    void run() throws Exception;

    /**
     * Gives back what {@link #start} and {@link TaskFactory#create} took. Called once, after the last cycle, also when
     * {@code start} failed. What was handed to {@link TaskContext#closeWithGeneration} is closed after it.
     */
    @Override
    default void close() throws Exception {}
}
