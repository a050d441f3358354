package io.reseat.host.child;

import io.reseat.host.isolation.PluginFailure;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Tells the host what is logged, as text that is made on the thread that logs. Safe from any thread. */
final class ChildLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 32 * 1024;

    private volatile int least;

    ChildLogger(String name, int least) {
        this.name = name;
        this.least = least;
    }

    /** Nothing below this level is logged from now on. */
    void setLeast(int level) {
        least = level;
    }

    @Override
    public boolean isTraceEnabled() {
        return Level.TRACE.toInt() >= least;
    }

    @Override
    public boolean isDebugEnabled() {
        return Level.DEBUG.toInt() >= least;
    }

    @Override
    public boolean isInfoEnabled() {
        return Level.INFO.toInt() >= least;
    }

    @Override
    public boolean isWarnEnabled() {
        return Level.WARN.toInt() >= least;
    }

    @Override
    public boolean isErrorEnabled() {
        return Level.ERROR.toInt() >= least;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        log(level, MessageFormatter.basicArrayFormat(pattern, arguments), thrown);
    }

    /** The same with a whole message. */
    void log(Level level, @Nullable String message, @Nullable Throwable thrown) {
        Map<String, Object> body = new HashMap<>();
        body.put("level", level.name());
        body.put("logger", name);
        String text = bounded(String.valueOf(message));
        body.put("message", text);
        body.put("thread", Thread.currentThread().getName());
        String stack = "";
        if (thrown != null) {
            PluginFailure failure = PluginFailure.of(name, thrown);
            stack = failure.stack().isEmpty() ? failure.detail() : failure.stack();
            body.put("thrown", stack);
        }
        String task = ThreadContexts.ALL.task();
        if (task != null) {
            body.put("task", task);
        }
        Teller.TO_HOST.tell("log", body, text.length() + stack.length() + 200);
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "… (" + (text.length() - LONGEST) + " characters cut)";
    }
}
