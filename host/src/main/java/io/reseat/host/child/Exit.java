package io.reseat.host.child;

import io.reseat.host.isolation.PluginFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who called {@code System.exit}, as found while the JVM goes: the thread that does so stands in the JDK's shutdown and
 * waits for the hooks.
 *
 * @param task that its thread works for; null if none is known
 * @param what happened, for people
 */
record Exit(@Nullable String task, String what) {
    private static final String SHUTDOWN = "java.lang.Shutdown";

    /** Empty if no code of this JVM did, but a signal. Called by a shutdown hook. */
    static Optional<Exit> find() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> isInHooks(entry.getValue()))
                .findFirst()
                .map(entry -> of(entry.getKey(), entry.getValue()));
    }

    Map<String, Object> body() {
        Map<String, Object> body = new HashMap<>();
        body.put("what", what);
        if (task != null) {
            body.put("task", task);
        }
        return body;
    }

    /** Others that call it meanwhile stand before it, and wait for its lock. */
    private static boolean isInHooks(StackTraceElement[] stack) {
        boolean hooks = false;
        for (StackTraceElement frame : stack) {
            hooks |= frame.getClassName().equals(SHUTDOWN)
                    && frame.getMethodName().equals("runHooks");
            if (frame.getClassName().equals(Runtime.class.getName())) {
                return hooks && frame.getMethodName().equals("exit");
            }
        }
        return false;
    }

    private static Exit of(Thread thread, StackTraceElement[] stack) {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement frame : stack) {
            text.append("    at ").append(frame).append('\n');
        }
        String place =
                PluginFailure.placeIn(text.toString()).map(at -> " at " + at).orElse("");
        return new Exit(
                ThreadContexts.ALL.taskOf(thread),
                "System.exit was called" + place + ", on thread " + thread.getName());
    }
}
