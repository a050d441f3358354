package io.reseat.host.isolation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads of one realm, one for each call. They are in no thread group and in no dump of the JVM's beans, so
 * they are listed here. Owned by the {@link RealmThreads} and retired with them; safe from any thread.
 */
final class VirtualCalls implements CallThreads {
    private final String name;
    private final CarrierWatch carriers;
    private final Map<Thread, Call<?>> live = new HashMap<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private long born;
    private @Nullable ClassLoader loader;

    /** @param name of the realm */
    VirtualCalls(String name, ClassLoader loader, CarrierWatch carriers) {
        this.name = name;
        this.loader = loader;
        this.carriers = carriers;
    }

    @Override
    public <T> Call<T> call(String what, Callable<T> body) {
        Call<T> call = new Call<>(what, body);
        Thread thread = admit(call);
        if (thread == null) {
            call.fail(PluginFailure.found(what, name + " is retired"));
            return call;
        }
        try {
            carriers.handedOver(thread, what);
            thread.start();
        } catch (Throwable refused) { // no memory is left
            leave(thread);
            call.fail(PluginFailure.found(what, "no virtual thread could be started for " + name + ": " + refused));
        }
        return call;
    }

    /** Changes back what a plugin changed about the calling thread, one of these. */
    void tidy() {
        ClassLoader context;
        synchronized (this) {
            context = loader;
        }
        Thread thread = Thread.currentThread();
        if (context != null && !context.equals(thread.getContextClassLoader())) {
            thread.setContextClassLoader(context);
        }
    }

    /** Those that have not ended. */
    synchronized List<Thread> threads() {
        return List.copyOf(live.keySet());
    }

    /** Takes no call from now on and interrupts those that run; the answer completes when the last has ended. */
    CompletionStage<@Nullable Void> retire() {
        List<Call<?>> left;
        synchronized (this) {
            loader = null;
            left = List.copyOf(live.values());
        }
        left.forEach(Call::interrupt);
        if (left.isEmpty()) {
            ended.complete(null);
        }
        return ended;
    }

    /** A thread for the call, not started yet; null where the realm is retired. */
    private synchronized @Nullable Thread admit(Call<?> call) {
        ClassLoader context = loader;
        if (context == null) {
            return null;
        }
        Thread thread = VirtualThreads.make(name + "-virtual-" + ++born, context, new Work(call));
        live.put(thread, call);
        return thread;
    }

    /** What a thread runs; no lambda, which would have two frames more on each of thousands of stacks that wait. */
    private final class Work implements Runnable {
        private final Call<?> call;

        Work(Call<?> call) {
            this.call = call;
        }

        @Override
        public void run() {
            Thread thread = Thread.currentThread();
            carriers.begun(thread);
            try {
                call.run();
            } finally {
                leave(thread);
            }
        }
    }

    private void leave(Thread thread) {
        carriers.ended(thread);
        boolean last;
        synchronized (this) {
            live.remove(thread);
            last = loader == null && live.isEmpty();
        }
        if (last) {
            ended.complete(null);
        }
    }
}
