package io.reseat.host.child;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** The loggers of this JVM, with the levels that the host sets. Safe from any thread. */
final class ChildLoggers implements ILoggerFactory {
    static final ChildLoggers ALL = new ChildLoggers();

    private static final String ROOT = "";
    private static final int OFF = Integer.MAX_VALUE;

    private final Map<String, ChildLogger> loggers = new ConcurrentHashMap<>();
    private volatile Map<String, Integer> levels = Map.of();

    @Override
    public Logger getLogger(String name) {
        return logger(name);
    }

    ChildLogger logger(String name) {
        ChildLogger known = loggers.get(name);
        return known == null ? make(name) : known;
    }

    /** Sets all levels: those of loggers that are not named follow the nearest one above, and {@code ""} is the root's. */
    synchronized void levels(Map<String, Object> byName) {
        Map<String, Integer> set = new ConcurrentHashMap<>();
        byName.forEach((name, level) -> set.put(name, value(String.valueOf(level))));
        levels = set;
        loggers.forEach((name, logger) -> logger.setLeast(least(name)));
    }

    /** Under the lock of {@link #levels}: one that is made while levels are set must not miss them. */
    private synchronized ChildLogger make(String name) {
        return loggers.computeIfAbsent(name, key -> new ChildLogger(key, least(key)));
    }

    private int least(String name) {
        Map<String, Integer> set = levels;
        for (String above = name; !above.isEmpty(); above = above.substring(0, Math.max(0, above.lastIndexOf('.')))) {
            Integer level = set.get(above);
            if (level != null) {
                return level;
            }
        }
        return set.getOrDefault(ROOT, Level.INFO.toInt());
    }

    private static int value(String level) {
        return switch (level) {
            case "OFF" -> OFF;
            case "ERROR" -> Level.ERROR.toInt();
            case "WARN" -> Level.WARN.toInt();
            case "DEBUG" -> Level.DEBUG.toInt();
            case "TRACE" -> Level.TRACE.toInt();
            default -> Level.INFO.toInt();
        };
    }
}
