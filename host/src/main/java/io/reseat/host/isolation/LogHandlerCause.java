package io.reseat.host.isolation;

import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Handlers of {@code java.util.logging} that are the plugin's, or use its formatter or filter. */
final class LogHandlerCause implements Cleaning.Cause {
    private static final System.Logger LOG = System.getLogger(LogHandlerCause.class.getName());

    @Override
    public Set<String> telling() {
        return Set.of("java.util.logging.Handler", "java.util.logging.Formatter", "java.util.logging.Filter");
    }

    @Override
    public void clean(PluginClassLoader loader, ThreadGroup group) {
        LogManager loggers = LogManager.getLogManager();
        for (String name : Collections.list(loggers.getLoggerNames())) {
            @Nullable Logger logger = loggers.getLogger(name);
            if (logger != null) {
                removeHandlers(logger, loader);
            }
        }
    }

    private static void removeHandlers(Logger logger, PluginClassLoader loader) {
        for (Handler handler : logger.getHandlers()) {
            if (isOf(handler, loader) || isOf(handler.getFormatter(), loader) || isOf(handler.getFilter(), loader)) {
                LOG.log(
                        Level.WARNING,
                        "{0} left its log handler {1} on logger \"{2}\": removed; do it in close()",
                        loader.label(),
                        handler.getClass().getName(),
                        logger.getName());
                logger.removeHandler(handler);
                handler.close();
            }
        }
    }

    private static boolean isOf(@Nullable Object object, ClassLoader loader) {
        return object != null && loader.equals(object.getClass().getClassLoader());
    }
}
