package io.reseat.host.children;

import io.reseat.host.wire.ProcessStart;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one child JVM started: it ends with the JVM, however that ends. Safe from any thread. */
final class Descendants {
    private static final Logger LOG = LoggerFactory.getLogger(Descendants.class);

    private final String marker;
    private final Processes processes;
    private final Executor executor;
    private final Map<Long, Started> registered = new ConcurrentHashMap<>();
    private CompletableFuture<Void> recorded = CompletableFuture.completedFuture(null);

    /** @param start as of {@link ProcessStart}: a number may be given to another process before this one's end is told */
    private record Started(ProcessHandle process, String start) {}

    /**
     * @param marker in the environment of the JVM
     * @param executor threads for what is written to the disk, which may stand still
     */
    Descendants(String marker, Processes processes, Executor executor) {
        this.marker = marker;
        this.processes = processes;
        this.executor = executor;
    }

    /** A task in the JVM has just started a process through its context. Quick. */
    void started(long pid, String start, String task) {
        ProcessHandle.of(pid)
                .filter(process ->
                        ProcessStart.of(process).filter(start::equals).isPresent())
                .ifPresent(process -> {
                    registered.put(pid, new Started(process, start));
                    inOrder(() -> processes.add(process, "task " + task));
                });
    }

    /** Such a process has ended. Quick. */
    void ended(long pid, String start) {
        Started known = registered.get(pid);
        if (known != null && known.start().equals(start) && registered.remove(pid, known)) {
            inOrder(() -> processes.remove(known.process()));
        }
    }

    private synchronized void inOrder(Runnable written) {
        try {
            recorded = recorded.handleAsync(
                    (nothing, failure) -> {
                        written.run();
                        return null;
                    },
                    executor);
        } catch (RejectedExecutionException e) {
            LOG.debug("the host has ended, and its children with it", e);
        }
    }

    /** Ends the JVM at once, with all that it started. Takes time. */
    void kill(ProcessHandle jvm) {
        Family.kill(jvm);
        clear(); // what escaped, and what was started meanwhile
    }

    /** Ends what a JVM that has ended left. Takes time. */
    void clear() {
        registered.values().forEach(one -> Family.kill(one.process()));
        registered.forEach((pid, one) -> ended(pid, one.start()));
        Family.killMarked(marker);
    }
}
