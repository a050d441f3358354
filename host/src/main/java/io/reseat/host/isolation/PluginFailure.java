package io.reseat.host.isolation;

import java.util.Optional;

/**
 * A call into a plugin that failed, as text. Made on the realm's thread and free to be kept: it holds no object of the
 * plugin, no cause, no suppressed exception and no backtrace, each of which would keep the plugin's loader in memory.
 */
public final class PluginFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String exceptionClass;
    private final String detail;
    private final String stack;
    private final boolean interruption;

    PluginFailure(String what, String exceptionClass, String detail, String stack, boolean interruption) {
        super(what + " failed: " + detail, null, false, false);
        this.what = what;
        this.exceptionClass = exceptionClass;
        this.detail = detail;
        this.stack = stack;
        this.interruption = interruption;
    }

    /** From what a plugin threw; call it on the thread that threw, since its message may be code of the plugin. */
    public static PluginFailure of(String what, Throwable thrown) {
        return FailureText.of(what, thrown);
    }

    /** The same without these secrets, in whichever part of it they stand: causes and suppressed exceptions included. */
    public static PluginFailure of(String what, Throwable thrown, Redaction secrets) {
        return FailureText.of(what, thrown, secrets);
    }

    /** A failure that the host itself found, so that no exception of a plugin stands behind it. */
    public static PluginFailure found(String what, String detail) {
        return new PluginFailure(what, PluginFailure.class.getName(), detail, "", false);
    }

    /** What was called, such as {@code create()}. */
    public String what() {
        return what;
    }

    /** One that a child JVM told of, part by part. */
    public static PluginFailure told(
            String what, String exceptionClass, String detail, String stack, boolean interruption) {
        return new PluginFailure(what, exceptionClass, detail, stack, interruption);
    }

    /** The full name of the class that was thrown; this class's own where the host found the failure. */
    public String exceptionClass() {
        return exceptionClass;
    }

    /** What went wrong in one sentence, with the remedy where one is known. Never blank. */
    public String detail() {
        return detail;
    }

    /** The stack trace with its causes, cut after 32 Ki characters; empty where the host found the failure. */
    public String stack() {
        return stack;
    }

    /**
     * The plugin's own line where something was thrown or passed through, such as {@code shop.Task.run(Task.java:12)}.
     *
     * @param stack as text
     */
    public static Optional<String> placeIn(String stack) {
        return HostFrames.firstOfPlugin(stack);
    }

    /** Whether the call ended because its thread was interrupted, which is no failure while stopping. */
    public boolean interruption() {
        return interruption;
    }
}
