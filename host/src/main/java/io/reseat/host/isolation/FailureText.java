package io.reseat.host.isolation;

import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a plugin threw into text. Runs on the thread that threw, because messages and stack traces may be code of
 * the plugin; whatever that code does, a text comes back.
 */
final class FailureText {
    private static final int LONGEST_STACK = 32 * 1024;
    private static final int LONGEST_MESSAGE = 2 * 1024;
    private static final int DEEPEST_CAUSE = 20;
    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("^(\\S+) has been compiled .*?version (\\d+)\\.");

    private FailureText() {}

    static PluginFailure of(String what, Throwable thrown) {
        if (thrown instanceof PluginFailure failure) {
            return failure; // found and worded already
        }
        try {
            return of(what, thrown, describe(thrown));
        } catch (Throwable unprintable) {
            String name = thrown.getClass().getName();
            return new PluginFailure(what, name, name + " (which cannot describe itself)", "", false);
        }
    }

    static PluginFailure of(String what, Throwable thrown, String detail) {
        return new PluginFailure(what, thrown.getClass().getName(), detail, stackOf(thrown), isInterruption(thrown));
    }

    static String describe(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (cause != null && isWrapper(thrown)) {
            return describe(cause);
        }
        String message = message(thrown);
        if (thrown instanceof UnsupportedClassVersionError) {
            return tooNew(message);
        }
        if (thrown instanceof NoClassDefFoundError || thrown instanceof ClassNotFoundException) {
            return missing(thrown, message);
        }
        if (thrown instanceof ExceptionInInitializerError && cause != null) {
            return "a static initialiser failed: " + describe(cause);
        }
        if (thrown instanceof IncompatibleClassChangeError) { // NoSuchMethodError and its siblings
            return nameAnd(thrown, message) + ": the plugin was compiled against another version of that class";
        }
        if (thrown instanceof UnsatisfiedLinkError && message.contains("already loaded in another classloader")) {
            return nameAnd(thrown, message)
                    + ": load it by System.loadLibrary, so that every realm gets its own copy; a"
                    + " file that is loaded by its path can be loaded again only after its old loader was collected";
        }
        return nameAnd(thrown, message);
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof InvocationTargetException
                || (thrown instanceof ServiceConfigurationError && thrown.getCause() instanceof LinkageError);
    }

    private static String nameAnd(Throwable thrown, String message) {
        String name = thrown.getClass().getName();
        return message.isBlank() ? name : name + ": " + message;
    }

    private static String message(Throwable thrown) {
        @Nullable String message = thrown.getMessage();
        if (message == null) {
            return "";
        }
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static String tooNew(String message) {
        Matcher version = CLASS_FILE_VERSION.matcher(message);
        if (!version.find()) {
            return message;
        }
        int compiledFor = Integer.parseInt(version.group(2)) - 44; // class files of Java 1.1 had 45
        int running = Runtime.version().feature();
        return "class " + version.group(1).replace('/', '.') + " is compiled for Java " + compiledFor
                + ", and this host runs on Java " + running + ": run the host on Java " + compiledFor
                + " or newer, or compile the plugin for Java " + running;
    }

    private static String missing(Throwable thrown, String message) {
        String name = message.replace('/', '.');
        if (name.isBlank() || name.contains(" ")) { // "Could not initialize class …", "… (wrong name: …)"
            return nameAnd(thrown, message);
        }
        return "class " + name + " is missing: it is not in the plugin, and of the host a plugin sees "
                + SharedPackages.NAMES + " alone; pack the library that has it into the plugin";
    }

    private static boolean isInterruption(Throwable thrown) {
        @Nullable Throwable link = thrown;
        for (int depth = 0; link != null && depth < DEEPEST_CAUSE; depth++, link = link.getCause()) {
            if (link instanceof InterruptedException || link instanceof ClosedByInterruptException) {
                return true;
            }
            if (link instanceof InterruptedIOException && !(link instanceof SocketTimeoutException)) {
                return true;
            }
        }
        return false;
    }

    private static String stackOf(Throwable thrown) {
        Bounded text = new Bounded();
        try (PrintWriter writer = new PrintWriter(text)) {
            thrown.printStackTrace(writer);
        }
        return HostFrames.cut(text.toString());
    }

    /** Keeps the beginning of what is written. */
    private static final class Bounded extends Writer {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(char[] characters, int offset, int length) {
            int room = LONGEST_STACK - text.length();
            text.append(characters, offset, Math.max(0, Math.min(room, length)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return text.length() < LONGEST_STACK ? text.toString() : text + "…";
        }
    }
}
