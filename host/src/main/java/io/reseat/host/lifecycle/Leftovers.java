package io.reseat.host.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a generation left to the host to end: resources and processes. Filled from any thread of the plugin, emptied once
 * in reverse order on a thread of its realm.
 */
final class Leftovers {
    private static final long PATIENCE_SECONDS = 2;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    <R extends AutoCloseable> R resource(R resource) {
        add(resource);
        return resource;
    }

    Process process(Process process) {
        add(() -> end(process));
        return process;
    }

    /** Closes everything; the first failure is thrown, the others are suppressed in it. */
    @SuppressWarnings("try") // a resource of a plugin may throw whatever it likes
    void close() throws Exception {
        Exception first = null;
        for (AutoCloseable next : drain()) {
            try {
                next.close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private synchronized void add(AutoCloseable resource) {
        if (closed) {
            throw new IllegalStateException("the generation has ended; nothing can be left to it any more");
        }
        open.push(resource);
    }

    private synchronized List<AutoCloseable> drain() {
        closed = true;
        List<AutoCloseable> all = List.copyOf(open);
        open.clear();
        return all;
    }

    /**
     * Ends a process with its descendants, which are listed before: they survive their parent. {@code toHandle} gives the
     * real SIGTERM; {@link Process#destroy} would close the process's input first.
     */
    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        family.forEach(ProcessHandle::destroy);
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
