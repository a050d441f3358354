package io.reseat.host.lifecycle;

import io.reseat.host.model.TaskName;
import java.util.concurrent.Callable;
import org.slf4j.MDC;

/** Puts the task's name into the logging context for the time of a call. */
final class InTask {
    private static final String KEY = "task";

    private InTask() {}

    static <T> T call(TaskName task, Callable<T> body) throws Exception {
        MDC.put(KEY, task.value());
        try {
            return body.call();
        } finally {
            MDC.remove(KEY);
        }
    }

    static void run(TaskName task, Runnable body) {
        MDC.put(KEY, task.value());
        try {
            body.run();
        } finally {
            MDC.remove(KEY);
        }
    }
}
