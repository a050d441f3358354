package io.reseat.host.isolation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that one generation makes for itself ({@code TaskContext.threads()}): named, counted, and ended with the
 * generation. Owned by the generation; safe from any thread.
 *
 * <p>They have a thread group of their own, so that threads which they start in turn are found as well.
 */
public final class GenerationThreads implements ThreadFactory {
    private final RealmGroup group;
    private final String name;
    private final AtomicLong born = new AtomicLong();
    private final CompletableFuture<@Nullable Void> allEnded = new CompletableFuture<>();
    private final RealmThreads realm;
    private int running;
    private boolean ending;

    GenerationThreads(RealmThreads realm, String name, Supplier<Redaction> secrets) {
        this.realm = realm;
        this.group = new RealmGroup(realm.group(), name, secrets);
        this.name = name;
    }

    /**
     * Makes a daemon thread with the plugin's loader as its context class loader. Called by the plugin.
     *
     * @throws IllegalStateException if the generation has ended
     */
    @Override
    public Thread newThread(Runnable work) {
        ClassLoader context = contextLoader();
        Thread thread = new Thread(group, () -> runCounted(work), name + "-" + born.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(context);
        return thread;
    }

    /** How many run now. */
    public synchronized int count() {
        return running;
    }

    /** Those that run now, those that they started included, with their stacks. */
    public List<LiveThread> live() {
        return RealmGroup.threadsOf(group).stream().map(LiveThread::of).toList();
    }

    /**
     * Interrupts them all and makes no more. Does not block; may be called once more to interrupt again.
     *
     * @param deadline how long they have
     * @return completes as soon as all have ended, with an empty list, or at the deadline with those that still run;
     *     what is attached must be short, or have an executor of its own
     */
    public CompletionStage<List<LiveThread>> end(Duration deadline) {
        synchronized (this) {
            ending = true;
            if (running == 0) {
                allEnded.complete(null);
            }
        }
        List<Thread> threads = RealmGroup.threadsOf(group);
        group.endWithLastThread();
        threads.forEach(Thread::interrupt);
        return allEnded.copy()
                .orTimeout(Math.max(1, deadline.toMillis()), TimeUnit.MILLISECONDS)
                .handle((nothing, late) -> late == null ? List.of() : live());
    }

    private void runCounted(Runnable work) {
        if (!enter()) {
            return; // started in the moment the generation ended
        }
        try {
            work.run();
        } finally {
            leave();
        }
    }

    private synchronized ClassLoader contextLoader() {
        @Nullable ClassLoader loader = realm.contextLoader();
        if (ending || loader == null) {
            throw new IllegalStateException("generation " + name + " has ended and makes no more threads");
        }
        return loader;
    }

    private synchronized boolean enter() {
        if (!ending) {
            running++;
        }
        return !ending;
    }

    private synchronized void leave() {
        running--;
        if (ending && running == 0) {
            allEnded.complete(null);
        }
    }
}
