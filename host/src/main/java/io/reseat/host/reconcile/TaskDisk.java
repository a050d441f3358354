package io.reseat.host.reconcile;

import io.reseat.host.model.Digest;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.util.Optional;

/** What is kept of one task in {@code data/}. Asked by the owner thread; all writing is done on the disk's thread. */
final class TaskDisk {
    private final TaskName name;
    private final Shop shop;
    private final TaskLog log;

    TaskDisk(TaskName name, Shop shop, TaskLog log) {
        this.name = name;
        this.shop = shop;
        this.log = log;
    }

    /** The newest state of the task. */
    Optional<StateSnapshot> state() {
        return shop.services().memory().state(name);
    }

    void keepState(StateSnapshot state) {
        later("state", () -> shop.services().memory().saveState(name, state));
    }

    boolean paused() {
        return shop.services().memory().paused(name);
    }

    void keepPaused(boolean paused) {
        later(paused ? "pause" : "resume", () -> shop.services().memory().savePaused(name, paused));
    }

    /** Whether the once task ran to its end with just this config. */
    boolean completed(TaskSpec spec) {
        return shop.services().memory().completed(name).equals(Optional.of(spec.configDigest()));
    }

    void keepCompleted(TaskSpec spec) {
        later("completion", () -> shop.services().memory().saveCompleted(name, spec.configDigest()));
    }

    void keepPlugin(Digest artifact) {
        later("plugin", () -> shop.artifacts().makeDurable(artifact));
    }

    private void later(String what, Job job) {
        shop.disk().execute(() -> {
            try {
                job.run();
            } catch (IOException e) {
                log.error("its " + what + " could not be kept in data/ (" + e + "); it runs on");
            }
        });
    }

    private interface Job {
        void run() throws IOException;
    }
}
