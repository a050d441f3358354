package io.reseat.host.lifecycle;

import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a generation left to the host to end: resources and processes. Filled from any thread of the plugin, emptied once
 * in reverse order on a thread of its realm.
 */
final class Leftovers {
    private static final long PATIENCE_SECONDS = 2;

    private final TaskName task;
    private final ProcessWatch watch;
    private final Deque<AutoCloseable> open = new ArrayDeque<>(1);
    private boolean closed;

    /** @param watch told of the processes that the task starts */
    Leftovers(TaskName task, ProcessWatch watch) {
        this.task = task;
        this.watch = watch;
    }

    /** Takes it, to be closed before all that was taken earlier. */
    synchronized <R extends AutoCloseable> R resource(R resource) {
        expectOpen();
        open.push(resource);
        return resource;
    }

    /** Starts a process and takes it. Under the lock: one that is started is taken. */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing waits for the word that it has ended
    synchronized Process process(ProcessBuilder builder) throws IOException {
        expectOpen();
        open.removeIf(taken -> taken instanceof Child child && !child.process.isAlive()); // a cycle may start one each
        Process process = builder.start();
        open.push(new Child(process));
        watch.started(task, process.toHandle());
        process.onExit().thenAccept(ended -> watch.ended(ended.toHandle()));
        return process;
    }

    /** Closes everything; the first failure is thrown, the others are suppressed in it. */
    @SuppressWarnings("try") // a resource of a plugin may throw whatever it likes
    void close() throws Exception {
        Throwable first = null;
        for (AutoCloseable next : drain()) {
            try {
                next.close();
            } catch (Throwable e) { // an Error of one must not keep the others open
                first = first == null ? e : with(first, e);
            }
        }
        raise(first);
    }

    private static void raise(@Nullable Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof Exception exception) {
            throw exception;
        } else if (failure != null) {
            throw new InvocationTargetException(failure); // a plugin may throw a kind of its own
        }
    }

    @SuppressWarnings("ReferenceEquality") // one exception object may come twice; a plugin's own equals is not asked
    private static Throwable with(Throwable first, Throwable later) {
        if (first != later) {
            first.addSuppressed(later);
        }
        return first;
    }

    synchronized int size() {
        return open.size();
    }

    private void expectOpen() {
        if (closed) {
            throw new IllegalStateException("the generation has ended; nothing can be left to it any more");
        }
    }

    private synchronized List<AutoCloseable> drain() {
        closed = true;
        List<AutoCloseable> all = List.copyOf(open);
        open.clear();
        return all;
    }

    /** A process that ends with its descendants. */
    @SuppressWarnings("try") // the deadline of a close interrupts its wait
    private record Child(Process process) implements AutoCloseable {
        /**
         * Descendants are listed before: they survive their parent. {@code toHandle} gives the real SIGTERM;
         * {@link Process#destroy} would close the process's input first.
         */
        @Override
        public void close() throws InterruptedException {
            List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList();
            family.forEach(ProcessHandle::destroy);
            try {
                process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } finally {
                family.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }
}
