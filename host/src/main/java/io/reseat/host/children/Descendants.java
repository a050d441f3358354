package io.reseat.host.children;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one child JVM started: it ends with the JVM, however that ends. Safe from any thread. */
final class Descendants {
    private final String marker;
    private final Processes processes;
    private final Map<Long, ProcessHandle> registered = new ConcurrentHashMap<>();

    /** @param marker in the environment of the JVM */
    Descendants(String marker, Processes processes) {
        this.marker = marker;
        this.processes = processes;
    }

    /** A task in the JVM has just started a process through its context. */
    void started(long pid, String task) {
        ProcessHandle.of(pid).ifPresent(process -> {
            registered.put(pid, process);
            processes.add(process, "task " + task);
        });
    }

    /** Such a process has ended. */
    void ended(long pid) {
        if (registered.remove(pid) != null) {
            processes.remove(pid);
        }
    }

    /** Ends the JVM at once, with all that it started. Takes time. */
    void kill(ProcessHandle jvm) {
        Family.kill(jvm);
        clear(); // what escaped, and what was started meanwhile
    }

    /** Ends what a JVM that has ended left. Takes time. */
    void clear() {
        registered.values().forEach(Family::kill);
        registered.keySet().forEach(this::ended);
        Family.killMarked(marker);
    }
}
