package io.reseat.host.child;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Sends what is logged by {@code java.util.logging} to the host: the JVM's own setting of it, with this in place of the
 * handler for the console. Made by the log manager, once as its configuration, and once as the handler.
 */
public final class JulToHost extends Handler {
    private final SimpleFormatter texts = new SimpleFormatter();

    /** Configures the log manager. Made by it, when a plugin first uses it. */
    public static final class Setting {
        /** Called by the log manager. */
        public Setting() throws IOException {
            String setting = "handlers=" + JulToHost.class.getName() + "\n.level=INFO\n";
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(setting.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Called by the log manager. */
    public JulToHost() {}

    /** Has the log manager take it, if it is ever used. */
    static void select() {
        System.setProperty("java.util.logging.config.class", Setting.class.getName());
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line)) {
            String name = line.getLoggerName() == null ? "" : line.getLoggerName();
            ChildLoggers.ALL.logger(name).log(level(line.getLevel()), texts.formatMessage(line), line.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private static org.slf4j.event.Level level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return org.slf4j.event.Level.ERROR;
        } else if (value >= Level.WARNING.intValue()) {
            return org.slf4j.event.Level.WARN;
        } else if (value >= Level.INFO.intValue()) {
            return org.slf4j.event.Level.INFO;
        } else if (value >= Level.FINE.intValue()) {
            return org.slf4j.event.Level.DEBUG;
        }
        return org.slf4j.event.Level.TRACE;
    }
}
