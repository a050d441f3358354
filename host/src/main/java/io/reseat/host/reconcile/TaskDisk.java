package io.reseat.host.reconcile;

import io.reseat.host.model.Digest;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.store.StateSnapshot;
import io.reseat.host.store.TaskMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What is kept of one task in {@code data/}. Asked by the owner thread; the disk's thread writes. */
final class TaskDisk {
    private final TaskName name;
    private final Shop shop;
    private final TaskLog log;
    private final TaskMemory memory;

    TaskDisk(TaskName name, Shop shop, TaskLog log) {
        this.name = name;
        this.shop = shop;
        this.log = log;
        this.memory = shop.services().memory();
    }

    /**
     * The newest state of the task.
     *
     * @throws UncheckedIOException if it is there and cannot be read now; the message names the file
     */
    Optional<StateSnapshot> state() {
        return memory.state(name);
    }

    void keepState(StateSnapshot state) {
        try {
            memory.rememberState(name, state);
        } catch (UncheckedIOException e) {
            log.error("its state could not be kept: " + e.getMessage());
        }
        later("state", () -> memory.flush(name));
    }

    /** Whether it was paused when the host ended. */
    boolean paused() {
        try {
            return memory.paused(name);
        } catch (UncheckedIOException e) {
            log.error(e.getMessage() + "; whether it was paused is not known");
            return false;
        }
    }

    /** @throws IllegalStateException if what is kept of the task cannot be read now, so that this cannot be added */
    void keepPaused(boolean paused) {
        try {
            memory.rememberPaused(name, paused);
        } catch (UncheckedIOException e) {
            IllegalStateException refused =
                    new IllegalStateException(e.getMessage() + "; nothing was changed: mend that, then try again");
            refused.addSuppressed(e); // as a cause it would be told twice
            throw refused;
        }
        later(paused ? "pause" : "resume", () -> memory.flush(name));
    }

    /** Whether the once task ran to its end with just this config; if that cannot be read, its {@link #state} fails too. */
    boolean completed(TaskSpec spec) {
        try {
            return memory.completed(name).equals(Optional.of(spec.configDigest()));
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    void keepCompleted(TaskSpec spec) {
        memory.rememberCompleted(name, spec.configDigest());
        later("completion", () -> memory.flush(name));
    }

    void keepPlugin(Digest artifact) {
        later("plugin", () -> shop.artifacts().makeDurable(artifact));
    }

    private void later(String what, Job job) {
        shop.disk().execute(() -> {
            try {
                job.run();
            } catch (IOException e) {
                log.error("its " + what + " could not be kept in data/ (" + e
                        + "); it runs on, and that is tried again with the next change");
            }
        });
    }

    private interface Job {
        void run() throws IOException;
    }
}
