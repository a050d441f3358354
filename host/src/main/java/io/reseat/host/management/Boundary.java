package io.reseat.host.management;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.management.MBeanException;
import javax.management.ReflectionException;
import javax.management.RuntimeErrorException;
import javax.management.RuntimeOperationsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a failure becomes on its way to a JMX client: a JDK exception with all the text and nothing else, since the client
 * has neither our classes nor a plugin's. Stateless.
 */
final class Boundary {
    private static final Logger LOG = LoggerFactory.getLogger(Boundary.class);
    private static final int DEEPEST = 10;

    private Boundary() {}

    /** A bare exception that says what the given one says; one that nobody foresaw is logged with its stack. */
    static RuntimeException plain(String feature, Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof NoSuchMethodException) {
            return bare(new IllegalArgumentException("there is no operation " + feature + " with these parameters"));
        }
        if (cause instanceof IllegalArgumentException) {
            return bare(new IllegalArgumentException(text(cause)));
        }
        if (cause instanceof SecurityException) {
            return bare(new SecurityException(text(cause)));
        }
        if (!(cause instanceof IllegalStateException)) {
            LOG.error("{} failed", feature, cause);
        }
        return bare(new IllegalStateException(text(cause)));
    }

    private static RuntimeException bare(RuntimeException exception) {
        exception.setStackTrace(new StackTraceElement[0]);
        return exception;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable now = failure;
        for (int depth = 0; depth < DEEPEST && isWrapper(now); depth++) {
            Throwable inner = now.getCause();
            if (inner == null) {
                return now;
            }
            now = inner;
        }
        return now;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException
                || failure instanceof ExecutionException
                || failure instanceof InvocationTargetException
                || failure instanceof MBeanException
                || failure instanceof ReflectionException
                || failure instanceof RuntimeErrorException
                || failure instanceof RuntimeOperationsException;
    }

    private static String text(Throwable failure) {
        Set<String> said = new LinkedHashSet<>(); // a cause often repeats what it caused
        @Nullable Throwable now = failure;
        for (int depth = 0; depth < DEEPEST && now != null; depth++, now = now.getCause()) {
            said.add(describe(now));
        }
        return String.join(": ", said);
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        boolean forPeople = failure instanceof IllegalArgumentException || failure instanceof IllegalStateException;
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        return forPeople || failure instanceof SecurityException
                ? message
                : failure.getClass().getSimpleName() + " " + message;
    }
}
