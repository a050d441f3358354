package io.reseat.api;

import java.util.Set;

/**
 * Makes the tasks of one task type. Found by {@link java.util.ServiceLoader}: the plugin names its factories in
 * {@code META-INF/services/io.reseat.api.TaskFactory}. A factory has a public constructor without parameters and no
 * state; the host makes one whenever it builds a generation, on that generation's thread.
 *
 * @param <C> the config: a record that the host binds the {@code config:} of a task's file to
 */
public interface TaskFactory<C> {
    /** The name of this task type, unique in its plugin, matching {@code [A-Za-z0-9_.-]+}. */
    String type();

    /** The record that the file's {@code config:} is bound to. Its constructor may refuse values by throwing. */
    Class<C> configType();

    /**
     * Makes a task from a config that was bound and validated. Cheap and checking: a predecessor may still be running, so
     * nothing exclusive (a port, a lock, a file) is taken here, but what can be checked is checked here, because a
     * failure here leaves the predecessor untouched.
     *
     * @param config the bound config
     * @param context the host's services for this generation
     * @return a new task, not yet started
     * @throws Exception to refuse: the reload is refused with this message and what ran goes on
     */
    Task create(C config, TaskContext context) throws Exception;

    /** The swaps that this task type allows; {@link Swap#OVERLAP} only where two generations may run at once. */
    default Set<Swap> swaps() {
        return Set.of(Swap.REPLACE);
    }
}
