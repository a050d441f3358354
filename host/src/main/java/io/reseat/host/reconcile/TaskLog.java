package io.reseat.host.reconcile;

import io.reseat.host.model.TaskName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Lines about one task, with its name where log patterns look for it. Safe from any thread. */
record TaskLog(TaskName task) {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.task");

    void debug(String line) {
        write(Level.DEBUG, line);
    }

    void info(String line) {
        write(Level.INFO, line);
    }

    void warn(String line) {
        write(Level.WARN, line);
    }

    void error(String line) {
        write(Level.ERROR, line);
    }

    private void write(Level level, String line) {
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        MDC.put("task", task.value());
        try {
            LOG.atLevel(level).log("{}: {}", task, line);
        } finally {
            MDC.remove("task"); // no thread of the host has a task of its own
        }
    }
}
