package io.reseat.host.child;

import io.reseat.host.wire.Channel;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ways in which a child JVM ends. Each takes along the processes that were started in it, and none waits for long for
 * a plugin. Safe from any thread.
 *
 * <pre>
 * the host asks for it    what is left is closed, then answered           status 0
 * SIGTERM                 what is left is closed                          status 143
 * the host is gone        at once: no hook runs, no lock is waited for    status 1
 * a plugin calls exit     the host is told who it was                     the plugin's status
 * </pre>
 */
final class Ending {
    static final int TERMINATED = 128 + 15;
    private static final int HOST_GONE = 1;
    private static final long CLOSE_SECONDS = 10;
    private static final long HOOKS_SECONDS = 5;
    private static final long FLUSH_MILLIS = 1_000;
    private static final int ROUNDS = 10;

    private final Channel channel;
    private final Plugins plugins;
    private final Runnable lastLines;
    private final Backstop backstop = new Backstop(TERMINATED);
    private final AtomicBoolean ordered = new AtomicBoolean();

    /** @param lastLines has told what was printed without a line end */
    Ending(Channel channel, Plugins plugins, Runnable lastLines) {
        this.channel = channel;
        this.plugins = plugins;
        this.lastLines = lastLines;
    }

    /** Has this JVM end with its host, by SIGTERM, and tell who ends it otherwise. */
    void watch() {
        channel.over().thenRun(this::hostGone);
        Signals.on("TERM", () -> order("SIGTERM", () -> exit(TERMINATED)));
        Signals.on("INT", () -> {}); // Ctrl-C goes to all processes of a terminal, and the host decides for all
        Signals.on("HUP", () -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(this::hook, "reseat-exit"));
    }

    /** Closes what is left within a deadline, then does the rest, on a thread of its own. Once. */
    void order(String why, Runnable rest) {
        if (ordered.compareAndSet(false, true)) {
            backstop.haltAfter(CLOSE_SECONDS + HOOKS_SECONDS);
            daemon("reseat-end", () -> {
                closePlugins(why);
                rest.run();
            });
        }
    }

    /** Ends the JVM the usual way. Does not return. */
    void exit(int status) {
        Runtime.getRuntime().exit(status);
    }

    /** Ends the JVM at once. A JVM that is in a state to do nothing else can do this. */
    private void hostGone() {
        try {
            backstop.haltAfter(1); // if the list of processes does not come
            killDescendants();
        } finally {
            Runtime.getRuntime().halt(HOST_GONE);
        }
    }

    private void closePlugins(String why) {
        Logger log = LoggerFactory.getLogger(Ending.class);
        try {
            plugins.close().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.warn("{}: something does not close within {} s and is left", why, CLOSE_SECONDS);
        } catch (ExecutionException e) {
            log.warn("{}: something does not close: {}", why, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that to a thread of the host
        }
    }

    private void hook() {
        backstop.haltAfter(HOOKS_SECONDS); // a hook of a plugin may never return
        try {
            lastLines.run();
            Teller.TO_HOST.flush(FLUSH_MILLIS);
            if (!ordered.get()) {
                Exit.find().ifPresent(exit -> channel.tell("exiting", exit.body()));
            }
            channel.flushed(FLUSH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            killDescendants();
        }
    }

    /** Again until none is left: one that is starting others may have done so since the list was made. */
    private static void killDescendants() {
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessHandle> left = ProcessHandle.current().descendants().toList();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
