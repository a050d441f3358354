package io.reseat.host.lifecycle;

import io.reseat.host.model.TaskName;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts the task's name into the logging context for the time of a call, and nothing else: what a plugin leaves there must
 * not be in the lines of the next task on its thread, and one that clears it must not take the name out of later lines.
 */
final class InTask {
    private static final String KEY = "task";

    private InTask() {}

    static <T> T call(TaskName task, Callable<T> body) throws Exception {
        String outer = enter(task);
        try {
            return body.call();
        } finally {
            leave(outer);
        }
    }

    static void run(TaskName task, Runnable body) {
        String outer = enter(task);
        try {
            body.run();
        } finally {
            leave(outer);
        }
    }

    /** For who may not have a stack grow by {@link #call}, on which thousands may wait; the answer is for {@link #leave}. */
    static @Nullable String enter(TaskName task) {
        String outer = MDC.get(KEY);
        MDC.setContextMap(Map.of(KEY, task.value())); // smaller than a map that is put into
        return outer;
    }

    /** Puts back what was there before. */
    static void leave(@Nullable String outer) {
        if (outer == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(Map.of(KEY, outer));
        }
    }
}
