package io.reseat.host.children;

import io.reseat.host.wire.ProcessStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that must not outlive the host, recorded on disk and known to the {@link Warden}. Safe from any thread.
 *
 * <p>A record needs no sync: what a crash of the machine loses, it ends as well.
 */
final class Processes {
    private static final Logger LOG = LoggerFactory.getLogger(Processes.class);

    private final Path folder;
    private final String marker;
    private final Warden warden;
    private final Map<Long, ProcessHandle> living = new HashMap<>();
    private boolean warned;

    /**
     * @param folder of the records, one file for each process, named by its number
     * @param marker of all children of this host
     */
    Processes(Path folder, String marker) {
        this.folder = folder;
        this.marker = marker;
        this.warden = new Warden(marker);
    }

    /**
     * Takes a process that has just been started.
     *
     * @param label whose it is, for people
     */
    synchronized void add(ProcessHandle process, String label) {
        Optional<String> start = ProcessStart.of(process);
        if (start.isEmpty()) {
            return; // it has ended already
        }
        warden.watch(process.pid(), living.keySet());
        living.put(process.pid(), process);
        try {
            new ProcessRecord(process.pid(), start.get(), marker, label).write(folder);
        } catch (IOException e) {
            if (!warned) {
                LOG.warn(
                        "processes cannot be recorded in {}: {}. If this host is killed with -9, some may live on",
                        folder,
                        e.toString());
            }
            warned = true;
        }
    }

    /** A process has ended, or is ended by the caller. A later one of the same number stays. */
    synchronized void remove(ProcessHandle process) {
        if (living.remove(process.pid(), process)) {
            warden.forget(process.pid());
            ProcessRecord.delete(folder, process.pid());
        }
    }

    /** Ends what is left at once, with its descendants. */
    void close() throws InterruptedException {
        for (ProcessHandle process : all()) {
            Family.kill(process);
            remove(process);
        }
        synchronized (this) {
            warden.close();
        }
    }

    private synchronized List<ProcessHandle> all() {
        return new ArrayList<>(living.values());
    }
}
