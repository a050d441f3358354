package io.reseat.host.child;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.ThreadLocalMapOfStacks;
import org.slf4j.spi.MDCAdapter;

/**
 * The logging context of each thread, bound to it and inherited by none. The task's name in it can be asked for from other
 * threads too: the one that looks for who called {@code System.exit} is another one. Safe from any thread.
 */
final class ThreadContexts implements MDCAdapter {
    static final ThreadContexts ALL = new ThreadContexts();

    private static final String TASK = "task";

    private final ThreadLocal<Context> own = ThreadLocal.withInitial(this::make);
    private final Set<Reference<Context>> made = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Context> gone = new ReferenceQueue<>();
    private final ThreadLocalMapOfStacks stacks = new ThreadLocalMapOfStacks();

    /** Lives as long as its thread. */
    private static final class Context {
        private final WeakReference<Thread> thread = new WeakReference<>(Thread.currentThread());
        private final Map<String, @Nullable String> values = new HashMap<>();
        private volatile @Nullable String task;
    }

    private ThreadContexts() {}

    /** The task that the calling thread works for; null if none is known. */
    @Nullable
    String task() {
        return own.get().task;
    }

    /** The task that a thread works for; null if none is known. */
    @Nullable
    String taskOf(Thread thread) {
        for (Reference<Context> reference : made) {
            Context context = reference.get();
            if (context != null && context.thread.refersTo(thread)) {
                return context.task;
            }
        }
        return null;
    }

    private Context make() {
        for (Reference<? extends Context> old = gone.poll(); old != null; old = gone.poll()) {
            made.remove(old);
        }
        Context context = new Context();
        made.add(new WeakReference<>(context, gone));
        return context;
    }

    @Override
    public void put(String key, @Nullable String value) {
        Context context = own.get();
        context.values.put(key, value);
        if (key.equals(TASK)) {
            context.task = value;
        }
    }

    @Override
    public @Nullable String get(String key) {
        return own.get().values.get(key);
    }

    @Override
    public void remove(String key) {
        Context context = own.get();
        context.values.remove(key);
        if (key.equals(TASK)) {
            context.task = null;
        }
    }

    @Override
    public void clear() {
        Context context = own.get();
        context.values.clear();
        context.task = null;
    }

    @Override
    public Map<String, @Nullable String> getCopyOfContextMap() {
        return new HashMap<>(own.get().values);
    }

    @Override
    public void setContextMap(Map<String, @Nullable String> values) {
        Context context = own.get();
        context.values.clear();
        context.values.putAll(values);
        context.task = values.get(TASK);
    }

    @Override
    public void pushByKey(String key, String value) {
        stacks.pushByKey(key, value);
    }

    @Override
    public @Nullable String popByKey(String key) {
        return stacks.popByKey(key);
    }

    @Override
    public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
        return stacks.getCopyOfDequeByKey(key);
    }

    @Override
    public void clearDequeByKey(String key) {
        stacks.clearDequeByKey(key);
    }
}
