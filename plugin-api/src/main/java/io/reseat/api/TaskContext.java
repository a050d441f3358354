package io.reseat.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/**
 * The host's services for one generation of a task. All methods may be called from any thread of the generation, and
 * none after the generation was closed, except those that only read.
 */
public interface TaskContext {
    /** The task's name: the name of its file. */
    String taskName();

    /** The number of this generation: 1, 2, 3… for each task, never used twice, also not over a restart of the host. */
    long generation();

    /** The version of the plugin that this generation was built from. */
    String pluginVersion();

    /** True as soon as this generation should end: {@link Task#run} finishes its work and returns. */
    boolean stopping();

    /**
     * Waits, and returns early when the generation is told to stop.
     *
     * @param duration not negative
     * @return true if the whole duration passed, false if the generation is stopping
     * @throws InterruptedException if the thread was interrupted
     */
    boolean sleep(Duration duration) throws InterruptedException;

    /** Says that a service works now. Needed by {@code schedule: service} only; further calls do nothing. */
    void ready();

    /**
     * Saves state now, durably: when this returns it is on disk and survives a kill of the host. The next generation
     * receives it in {@link Stateful#restoreState}, unless a newer {@link Stateful#saveState} took its place.
     *
     * @param values JSON values, as {@link Stateful#saveState} describes; at most {@code limits.state} of JSON,
     *     1 MiB where the host says nothing else
     * @throws IOException if it cannot be written; the checkpoint before it is kept
     * @throws IllegalArgumentException if a value is no JSON value, with its path, or the whole is too large
     */
    void checkpoint(Map<String, ?> values) throws IOException;

    /** A directory of this task's own, which exists and is kept over reloads and restarts. */
    Path dataDirectory();

    /** Makes threads that the host names, counts, interrupts and waits for when the generation ends. */
    ThreadFactory threads();

    /**
     * Starts a process that ends with this generation, with its descendants.
     *
     * @param builder as for {@link ProcessBuilder#start}
     * @throws IOException if it cannot be started
     */
    Process startProcess(ProcessBuilder builder) throws IOException;

    /**
     * Registers something to be closed when the generation ends, after {@link Task#close}, in reverse order of
     * registration.
     *
     * @return the same resource
     */
    <R extends AutoCloseable> R closeWithGeneration(R resource);

    /** Metrics of this task, kept over reloads. */
    Metrics metrics();

    /** A logger named after the task. Lines carry the task's name. */
    System.Logger logger();

    /** A token that rises with every start of a generation of this task: hand it to what must refuse an older one. */
    FenceToken fenceToken();
}
