package io.reseat.host.isolation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run the code of one realm's plugin, and no other code: platform threads, but for what is asked of
 * {@link #virtual}. Owned by the {@link Realm} and retired with
 * it; safe from any thread.
 *
 * <p>A call is handed to an idle thread or gets a new one: a plugin that blocks delays no other call. An idle thread
 * ends after ten seconds.
 */
public final class RealmThreads implements CallThreads {
    private static final long IDLE_SECONDS = 10;

    private final String name;
    private final RealmGroup group;
    private final AtomicLong born = new AtomicLong();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Set<Supplier<Redaction>> hidden = ConcurrentHashMap.newKeySet();
    private final Pool pool = new Pool();
    private final Optional<VirtualCalls> virtual;
    private volatile @Nullable ClassLoader loader;

    RealmThreads(String name, ClassLoader loader, CarrierWatch carriers) {
        this(name, loader, Optional.of(new VirtualCalls(name, loader, carriers)));
    }

    private RealmThreads(String name, ClassLoader loader, Optional<VirtualCalls> virtual) {
        this.name = name;
        this.loader = loader;
        this.virtual = virtual;
        this.group = new RealmGroup(RealmGroup.root(), name, this::secrets);
    }

    /**
     * Threads of a realm that lives in another JVM: they run code of the host alone, which waits for that JVM.
     *
     * @param name of the realm
     */
    public static RealmThreads ofHost(String name) {
        return new RealmThreads(name, RealmThreads.class.getClassLoader(), Optional.empty());
    }

    @Override
    public <T> Call<T> call(String what, Callable<T> body) {
        Call<T> call = new Call<>(what, body);
        try {
            pool.execute(() -> runOnCleanThread(call));
        } catch (Throwable refused) { // retired, or the machine has no thread left
            call.fail(
                    pool.isShutdown()
                            ? PluginFailure.found(what, name + " is retired")
                            : PluginFailure.found(what, "no thread could be started for " + name + ": " + refused));
        }
        return call;
    }

    /**
     * The same on virtual threads, one for each call; in a realm of another JVM the threads that wait for it.
     *
     * @throws UnsupportedOperationException if this JVM has none; says what to do
     */
    public CallThreads virtual() {
        if (virtual.isEmpty()) {
            return this;
        }
        VirtualThreads.expectSupported();
        return virtual.get();
    }

    /** Changes back what a plugin changed about the calling thread, if that is one for calls. */
    public void tidy() {
        if (Thread.currentThread() instanceof PoolThread thread) {
            thread.reset(loader);
        } else if (VirtualThreads.inOne()) {
            virtual.ifPresent(VirtualCalls::tidy);
        }
    }

    /** Threads that live in the realm now: idle ones of the pool, virtual ones, and those that the plugin started. */
    public int count() {
        return RealmGroup.threadsOf(group).size() + virtualThreads().size();
    }

    /** How many threads of the realm are not idle. */
    public int busy() {
        return (int) notIdle().count();
    }

    /** The threads of the realm that are not idle, with their stacks. */
    public List<LiveThread> live() {
        return notIdle().map(LiveThread::of).toList();
    }

    /**
     * A factory for the threads that one generation makes for itself.
     *
     * @param generation what their names begin with
     */
    public GenerationThreads generation(String generation) {
        return generation(generation, () -> Redaction.NONE);
    }

    /**
     * The same with secrets that are in no line about a thread that died of an exception.
     *
     * @param secrets asked on that thread
     */
    public GenerationThreads generation(String generation, Supplier<Redaction> secrets) {
        return new GenerationThreads(this, generation, secrets);
    }

    /**
     * Takes secrets out of what is said of threads that the plugin starts by itself, until it is closed.
     *
     * @param secrets asked on a thread that died of an exception
     */
    public AutoCloseable hiding(Supplier<Redaction> secrets) {
        hidden.add(secrets);
        return () -> hidden.remove(secrets);
    }

    /**
     * Takes no call from now on and interrupts those that run; the answer completes when the last has ended, and nothing
     * else than they keeps the threads' group.
     */
    public CompletionStage<@Nullable Void> end() {
        return retire().thenRun(group::endWithLastThread);
    }

    /** Takes no call from now on and interrupts those that run; the answer completes when the last has ended. */
    CompletionStage<@Nullable Void> retire() {
        loader = null;
        pool.shutdownNow();
        Optional<CompletionStage<@Nullable Void>> virtualEnded = virtual.map(VirtualCalls::retire);
        return ended.thenCompose(nothing -> virtualEnded.orElse(ended));
    }

    /** A thread for the cleaning of a retired realm. */
    Thread cleaningThread(Runnable cleaning, ClassLoader context) {
        Thread thread = new Thread(group, cleaning, name + "-cleaning", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(context);
        return thread;
    }

    /** The plugin's loader; null when the realm is retired. */
    @Nullable
    ClassLoader contextLoader() {
        return loader;
    }

    RealmGroup group() {
        return group;
    }

    private Redaction secrets() {
        return hidden.stream().map(Supplier::get).reduce(Redaction.NONE, Redaction::and);
    }

    private Stream<Thread> notIdle() {
        Stream<Thread> platform = RealmGroup.threadsOf(group).stream()
                .filter(thread -> !(thread instanceof PoolThread pooled && pooled.idle));
        return Stream.concat(platform, virtualThreads().stream());
    }

    private List<Thread> virtualThreads() {
        return virtual.map(VirtualCalls::threads).orElse(List.of());
    }

    private void runOnCleanThread(Call<?> call) {
        if (Thread.currentThread() instanceof PoolThread thread) {
            thread.reset(loader);
            thread.idle = false;
            try {
                call.run();
            } finally {
                thread.idle = true;
            }
        }
    }

    /** Hands over, never queues. */
    private final class Pool extends ThreadPoolExecutor {
        Pool() {
            super(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>());
            setThreadFactory(PoolThread::new);
        }

        @Override
        protected void terminated() {
            ended.complete(null);
        }
    }

    /** One pooled thread; what a plugin changes about it is changed back before the next call. */
    private final class PoolThread extends Thread {
        private final String ownName;
        private volatile boolean idle = true;

        PoolThread(Runnable worker) {
            super(group, worker, name + "-" + born.incrementAndGet(), 0, false);
            ownName = getName();
            setDaemon(true);
            setContextClassLoader(loader);
        }

        @SuppressWarnings("ThreadPriorityCheck") // no reliance on it: back to what it was
        private void reset(@Nullable ClassLoader context) {
            if (context != null && !context.equals(getContextClassLoader())) {
                setContextClassLoader(context);
            }
            if (!ownName.equals(getName())) {
                setName(ownName);
            }
            if (getPriority() != NORM_PRIORITY) {
                setPriority(NORM_PRIORITY);
            }
        }
    }
}
