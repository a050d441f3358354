package io.reseat.host.children;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Writes what children log, and what is printed in them, into the host's log. Safe from any thread; nothing blocks. */
final class ChildLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChildLog.class);
    private static final String TASK = "task";

    /** What a line needs beside its text, in characters. */
    private static final int LINE = 200;

    /** Loggers live as long as the host; a plugin may make up names without end. */
    private static final int MOST_LOGGERS = 2_000;

    private static final Set<String> LOGGERS = ConcurrentHashMap.newKeySet();

    private final Supplier<String> label;
    private final LogLines lines;

    /**
     * @param label for lines of which the JVM knows no task
     * @param lines where they are written
     */
    ChildLog(Supplier<String> label, LogLines lines) {
        this.label = label;
        this.lines = lines;
    }

    /** A line of a logger, as a child tells it. */
    void logged(Map<String, Object> line) {
        Level level = level(text(line, "level"));
        Logger logger = logger(text(line, "logger"));
        if (logger.isEnabledForLevel(level)) {
            String thrown = text(line, "thrown");
            String message = text(line, "message");
            write(
                    logger,
                    level,
                    text(line, TASK),
                    thrown.isEmpty() ? message : message + System.lineSeparator() + thrown);
        }
    }

    /** A line that was printed, as a child tells it. */
    void printed(Map<String, Object> line) {
        write(LOG, Level.INFO, text(line, TASK), text(line, "line"));
    }

    /** A line that came past the JVM's streams, such as of native code or of the JVM itself. */
    void raw(String line) {
        write(LOG, Level.WARN, "", line);
    }

    private void write(Logger logger, Level level, String task, String message) {
        String whose = task.isEmpty() ? label.get() : task;
        lines.add(whose, message.length() + LINE, () -> {
            MDC.put(TASK, whose);
            try {
                logger.atLevel(level).log(message);
            } finally {
                MDC.remove(TASK);
            }
        });
    }

    private static Logger logger(String name) {
        boolean known = LOGGERS.contains(name) || (LOGGERS.size() < MOST_LOGGERS && LOGGERS.add(name));
        return known ? LoggerFactory.getLogger(name) : LOG;
    }

    private static Level level(String name) {
        for (Level level : Level.values()) {
            if (level.name().equalsIgnoreCase(name)) {
                return level;
            }
        }
        return Level.INFO;
    }

    private static String text(Map<String, Object> line, String key) {
        return line.get(key) instanceof String text ? text : "";
    }
}
