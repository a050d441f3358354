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
    private static final int LONGEST_READ = 2 * LONGEST_STACK; // secrets are taken out of it before it is cut
    private static final int DEEPEST_CAUSE = 20;
    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("^(\\S+) has been compiled .*?version (\\d+)\\.");

    private final Redaction secrets;

    private FailureText(Redaction secrets) {
        this.secrets = secrets;
    }

    static PluginFailure of(String what, Throwable thrown) {
        return of(what, thrown, Redaction.NONE);
    }

    static PluginFailure of(String what, Throwable thrown, Redaction secrets) {
        if (thrown instanceof PluginFailure failure) {
            return failure; // found and worded already
        }
        FailureText text = new FailureText(secrets);
        try {
            return text.failure(what, thrown, text.of(thrown));
        } catch (Throwable unprintable) {
            String name = thrown.getClass().getName();
            return new PluginFailure(what, name, name + " (which cannot describe itself)", "", false);
        }
    }

    static PluginFailure of(String what, Throwable thrown, String detail) {
        return new FailureText(Redaction.NONE).failure(what, thrown, detail);
    }

    static String describe(Throwable thrown) {
        return new FailureText(Redaction.NONE).of(thrown);
    }

    private PluginFailure failure(String what, Throwable thrown, String detail) {
        return new PluginFailure(what, thrown.getClass().getName(), detail, stackOf(thrown), isInterruption(thrown));
    }

    private String of(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (cause != null && isWrapper(thrown)) {
            return of(cause);
        }
        String message = message(thrown);
        if (thrown instanceof UnsupportedClassVersionError) {
            return tooNew(message);
        }
        if (thrown instanceof NoClassDefFoundError || thrown instanceof ClassNotFoundException) {
            return missing(thrown, message);
        }
        if (thrown instanceof ExceptionInInitializerError && cause != null) {
            return "a static initialiser failed: " + of(cause);
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

    private String message(Throwable thrown) {
        @Nullable String message = thrown.getMessage();
        if (message == null) {
            return "";
        }
        return upTo(LONGEST_MESSAGE, message.length() > LONGEST_READ ? message.substring(0, LONGEST_READ) : message);
    }

    /** The beginning of a text, without secrets. */
    private String upTo(int most, String read) {
        String clean = read.length() < LONGEST_READ ? secrets.clean(read) : secrets.cleanBeginning(read);
        boolean whole = read.length() < LONGEST_READ && clean.length() <= most;
        return whole ? clean : clean.substring(0, Math.min(most, clean.length())) + "…";
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

    private String stackOf(Throwable thrown) {
        Bounded text = new Bounded();
        try (PrintWriter writer = new PrintWriter(text)) {
            thrown.printStackTrace(writer);
        }
        return HostFrames.cut(upTo(LONGEST_STACK, text.toString()));
    }

    /** Keeps the beginning of what is written. */
    private static final class Bounded extends Writer {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(char[] characters, int offset, int length) {
            int room = LONGEST_READ - text.length();
            text.append(characters, offset, Math.max(0, Math.min(room, length)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
