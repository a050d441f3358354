package io.reseat.host.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What others tell a tree's thread, put together by name until it looks. Safe from any thread. */
final class Inbox<R> {
    /** The name appeared, and nothing was heard of it since. */
    static final int CREATED = 1;
    /** The name went away. */
    static final int DELETED = 2;
    /** The content or an attribute changed after the name appeared. */
    static final int MODIFIED = 4;
    /** The name appeared as its temporary name went away. */
    static final int RENAMED = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private Map<String, Integer> names = new LinkedHashMap<>();
    private List<CompletableFuture<R>> asked = new ArrayList<>();
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean all;
    private boolean idle;
    private boolean closed;

    /**
     * What was told since the last time.
     *
     * @param waiting for the end of the round that deals with this
     */
    record Batch<R>(
            Map<String, Integer> names,
            boolean all,
            List<CompletableFuture<R>> asked,
            List<CompletableFuture<Void>> waiting) {}

    /** Something happened to a name; what it was replaces what a later act made irrelevant. */
    void tell(String name, int act) {
        lock.lock();
        try {
            names.merge(name, act, Inbox::then);
            told.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Everything must be looked at. */
    void tellAll() {
        lock.lock();
        try {
            all = true;
            told.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Everything must be looked at, and the asker be answered. */
    void ask(CompletableFuture<R> answer) {
        lock.lock();
        try {
            if (closed) {
                answer.completeExceptionally(notWatched());
            }
            asked.add(answer);
            told.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Answers when what was told so far is dealt with, and these were looked at; at once where there is nothing to do. */
    void catchUp(Set<String> these, CompletableFuture<Void> answer) {
        lock.lock();
        try {
            if (closed) {
                answer.completeExceptionally(notWatched());
            } else if (these.isEmpty() && idle && nothingTold()) {
                answer.complete(null);
            } else {
                these.forEach(name -> names.putIfAbsent(name, 0));
                waiting.add(answer);
                told.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something was told or the time is over. */
    Batch<R> await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            idle = true;
            while (nothingTold() && !closed && left > 0) {
                left = told.awaitNanos(Math.min(left, TimeUnit.DAYS.toNanos(1)));
            }
            Batch<R> batch = new Batch<>(names, all, asked, waiting);
            names = new LinkedHashMap<>();
            asked = new ArrayList<>();
            waiting = new ArrayList<>();
            all = false;
            return batch;
        } finally {
            idle = false;
            lock.unlock();
        }
    }

    private boolean nothingTold() {
        return names.isEmpty() && !all && asked.isEmpty() && waiting.isEmpty();
    }

    /** The names told so far, without waiting; the rest stays. */
    Map<String, Integer> takeNames() {
        lock.lock();
        try {
            if (names.isEmpty()) {
                return Map.of();
            }
            Map<String, Integer> taken = names;
            names = new LinkedHashMap<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            told.signal();
            asked.forEach(a -> a.completeExceptionally(notWatched()));
            waiting.forEach(a -> a.completeExceptionally(notWatched()));
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private static IllegalStateException notWatched() {
        return new IllegalStateException("the tree is no longer watched");
    }

    private static int then(int before, int act) {
        if ((act & DELETED) != 0) {
            return act;
        }
        if ((act & CREATED) != 0) {
            return (before & DELETED) | act;
        }
        return (before & ~RENAMED) | act;
    }
}
