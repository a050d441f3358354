package io.reseat.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.reseat.host.config.HostSettings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logs to {@code logs/reseat.log}, rotated, and to the console; each line has the name of the task that it is about. */
final class Logging {
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%X{task:--}] %msg%n";

    private static final String FILE = "file";
    private static @Nullable Places inForce;

    /** What appenders are made of; levels are not. */
    private record Places(Path home, long fileSize, int keep, boolean console) {}

    private Logging() {}

    /** Puts settings in force, in place of those before; where only levels changed, files stay open. */
    static synchronized void apply(HostSettings.Logging settings, Path home) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Places places = new Places(home, settings.fileSize(), settings.keep(), settings.console());
        if (!places.equals(inForce) || root.getAppender(FILE) == null) {
            root.detachAndStopAllAppenders();
            root.addAppender(file(context, home.resolve("logs"), settings));
            if (settings.console()) {
                root.addAppender(patientConsole(context));
            }
            inForce = places;
        }
        root.setLevel(Level.toLevel(settings.level().name()));
        levels(context, settings);
    }

    /** Writes out what is still to be written. */
    static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    static Appender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setEncoder(encoder(context));
        console.start();
        return console;
    }

    /** The same, but nobody who logs waits for it. */
    private static Appender<ILoggingEvent> patientConsole(LoggerContext context) {
        OutputStreamAppender<ILoggingEvent> console = new OutputStreamAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setEncoder(encoder(context));
        console.setOutputStream(new ConsoleStream(System.out));
        console.start();
        return console;
    }

    private static void levels(LoggerContext context, HostSettings.Logging settings) {
        for (Logger logger : context.getLoggerList()) {
            if (!logger.getName().equals(Logger.ROOT_LOGGER_NAME)) {
                logger.setLevel(null); // those that the settings no longer name follow the root again
            }
        }
        context.getLogger(HostSettings.Logging.TALKATIVE).setLevel(Level.WARN);
        for (Map.Entry<String, io.reseat.host.config.LogLevel> named :
                settings.levels().entrySet()) {
            context.getLogger(named.getKey())
                    .setLevel(Level.toLevel(named.getValue().name()));
        }
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, Path logs, HostSettings.Logging settings) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setName(FILE);
        file.setFile(logs.resolve("reseat.log").toString());
        file.setEncoder(encoder(context));
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(logs.resolve("reseat-%d{yyyy-MM-dd}.%i.log").toString());
        rolling.setMaxFileSize(new FileSize(settings.fileSize()));
        rolling.setTotalSizeCap(new FileSize(settings.fileSize() * settings.keep()));
        rolling.setMaxHistory(settings.keep());
        rolling.start();
        file.setRollingPolicy(rolling);
        file.start();
        return file;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }
}
