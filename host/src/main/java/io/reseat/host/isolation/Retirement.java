package io.reseat.host.isolation;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way of one realm out of memory: its calls end, it is cleaned on a thread of its own, its loader is closed last,
 * and then watched. Each step starts the next; none blocks who released the realm.
 *
 * <p>A call that ignores its interrupt holds everything up: its code may still load classes, and the realm cannot be
 * collected anyway. The realm then stays among those awaited, not closed.
 */
final class Retirement {
    private static final System.Logger LOG = System.getLogger(Retirement.class.getName());
    private static final long CLEANING_SECONDS = 10;

    private final String name;
    private final PluginClassLoader loader;
    private final RealmThreads threads;
    private final RealmWatch watch;
    private final Runnable closed;

    /** @param closed told when the loader is closed */
    Retirement(String name, PluginClassLoader loader, RealmThreads threads, RealmWatch watch, Runnable closed) {
        this.name = name;
        this.loader = loader;
        this.threads = threads;
        this.watch = watch;
        this.closed = closed;
    }

    void begin() {
        watch.retiring(name);
        threads.retire().thenRunAsync(this::clean, watch.worker());
    }

    private void clean() {
        CompletableFuture<@Nullable Void> cleaned = new CompletableFuture<>();
        Thread cleaning = threads.cleaningThread(
                () -> {
                    try {
                        Cleaning.of(loader, threads.group());
                    } finally {
                        cleaned.complete(null);
                    }
                },
                loader);
        try {
            cleaning.start();
        } catch (Throwable e) { // the machine has no thread left: its loader is closed all the same
            LOG.log(Level.WARNING, "no thread could be started to clean " + name, e);
            cleaned.complete(null);
        }
        threads.group().endWithLastThread();
        CompletionStage<@Nullable Void> inTime = cleaned.orTimeout(CLEANING_SECONDS, TimeUnit.SECONDS);
        inTime.handleAsync(this::close, watch.worker());
    }

    private @Nullable Void close(@Nullable Void cleaned, @Nullable Throwable late) {
        if (late != null) {
            LOG.log(Level.WARNING, "cleaning {0} took more than {1} s and was left behind", name, CLEANING_SECONDS);
        }
        threads.group().endWithLastThread(); // once more: groups below it may have held it back
        Path scratch = loader.scratch();
        try {
            loader.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot close all files of " + name, e);
        }
        watch.await(name, loader, scratch);
        closed.run();
        return null;
    }
}
