package io.reseat.host.isolation;

import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Things of the JVM that exist once and would otherwise be born in a call of a plugin, or be set by one, and keep its
 * loader for ever. Touched once, by the thread that starts the host.
 */
public final class HostPreparation {
    private static final System.Logger LOG = System.getLogger(HostPreparation.class.getName());

    private HostPreparation() {}

    /** Touches them; further calls do nothing. */
    public static void touch() {
        Once.ready();
    }

    /** The JVM runs a class's initialiser once and lets others wait for it. */
    private static final class Once {
        static {
            turnOffJarCache();
            takeHandlerFactories();
            startDelayThread();
        }

        static void ready() {}
    }

    /** A cached {@code jar:} connection keeps its descriptor after the loader was closed, and old bytes for new. */
    private static void turnOffJarCache() {
        URLConnection.setDefaultUseCaches("jar", false);
    }

    /** Both can be set once in a JVM. A factory that answers null leaves everything as it is. */
    private static void takeHandlerFactories() {
        try {
            URL.setURLStreamHandlerFactory(protocol -> null);
            URLConnection.setContentHandlerFactory(type -> null);
        } catch (Error alreadySet) {
            LOG.log(Level.DEBUG, "handler factories were set before the host started: {0}", alreadySet.getMessage());
        }
    }

    /** The one thread behind {@code orTimeout}: on Java 17 it keeps the context loader of who needs it first. */
    private static void startDelayThread() {
        CompletableFuture.delayedExecutor(1, TimeUnit.NANOSECONDS, Runnable::run)
                .execute(() -> {});
    }
}
