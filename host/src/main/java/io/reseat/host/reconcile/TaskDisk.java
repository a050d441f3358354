package io.reseat.host.reconcile;

import io.reseat.host.model.Digest;
import io.reseat.host.model.HeldContent;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskText;
import io.reseat.host.store.History;
import io.reseat.host.store.Past;
import io.reseat.host.store.StateSnapshot;
import io.reseat.host.store.TaskMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** What is kept of one task in {@code data/}. Asked by the owner thread; the disk's thread writes. */
final class TaskDisk {
    private final TaskName name;
    private final Shop shop;
    private final TaskLog log;
    private final TaskMemory memory;
    private final History history;
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final List<Runnable> undurable = new ArrayList<>(); // of the disk's thread

    TaskDisk(TaskName name, Shop shop, TaskLog log) {
        this.name = name;
        this.shop = shop;
        this.log = log;
        this.memory = shop.memory();
        this.history = shop.history();
    }

    /**
     * The newest state of the task.
     *
     * @throws UncheckedIOException if it is there and cannot be read now; the message names the file
     */
    Optional<StateSnapshot> state() {
        return memory.state(name);
    }

    /** The same for a generation that reads no higher version; the newest of all where there is none that it reads. */
    Optional<StateSnapshot> state(int readableVersion) {
        return memory.state(name, readableVersion).or(() -> memory.state(name));
    }

    void keepState(StateSnapshot state) {
        try {
            memory.rememberState(name, state);
        } catch (UncheckedIOException e) {
            log.error("its state could not be kept: " + e.getMessage());
        }
        flushState();
    }

    /** Forgets the state of all generations before this one; it stays beside in a file of its own. */
    void setStateAside(long generation) {
        try {
            memory.setStateAside(name, generation)
                    .ifPresent(file -> log.info("started without its state, which was kept as " + file));
        } catch (UncheckedIOException e) {
            log.error("its state could not be set aside: " + e.getMessage());
        }
        flushState();
    }

    /** Brings the state that is remembered to the disk, in a while. Safe from any thread. */
    void flushState() {
        flush("state");
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
        flush(paused ? "pause" : "resume");
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
        flush("completion");
    }

    /** Before anything in its past refers to it. */
    void keepPlugin(Digest artifact) {
        past("plugin " + artifact.brief(), () -> shop.artifacts().makeDurable(artifact));
    }

    /** What is kept of its past; what the disk's thread has not written yet may be missing. */
    Past past() {
        return pastIfReadable().orElse(Past.NOTHING);
    }

    /** The same; empty if it is there and cannot be read now. */
    Optional<Past> pastIfReadable() {
        try {
            return Optional.of(history.of(name));
        } catch (UncheckedIOException e) {
            log.error(e.getMessage() + "; its past is not known until that is mended");
            return Optional.empty();
        }
    }

    /** The same, whole. */
    CompletableFuture<Past> wholePast() {
        return CompletableFuture.supplyAsync(
                () -> {
                    makeChanges();
                    return history.of(name);
                },
                shop.disk());
    }

    void record(HistoryEntry entry, Optional<TaskText> text) {
        past("history", () -> history.record(name, entry, text));
    }

    /**
     * A generation has come through its probation.
     *
     * @param durable told on the disk's thread how long it took to become the last known good one on the disk, which may
     *     be long where the disk does not take it
     */
    void prove(long generation, Map<Phase, Duration> more, Consumer<Duration> durable) {
        long begun = System.nanoTime();
        past(new Change(
                "proof of generation " + generation, // and not its history: what waits for that replaces it
                () -> {
                    makeDurable(generation); // or it could not be brought back after a loss of power
                    history.prove(name, generation, more);
                },
                () -> durable.accept(Duration.ofNanos(System.nanoTime() - begun))));
    }

    private void makeDurable(long generation) throws IOException {
        Optional<HistoryEntry.Content> content =
                history.of(name).generation(generation).flatMap(HistoryEntry::content);
        if (content.isPresent()) {
            shop.artifacts().makeDurable(content.get().artifact());
        }
    }

    /** How long the last phases of a reload took that is in its past. */
    void timed(ReloadReport report, Map<Phase, Duration> last) {
        past("history", () -> history.time(name, report.toGeneration(), report.at(), last));
    }

    void hold(HeldContent content) {
        past("held content", () -> history.hold(name, content));
    }

    void release(List<HeldContent> contents) {
        past("held content", () -> contents.forEach(one -> history.release(name, one)));
    }

    private void past(String what, Backlog.Job change) {
        past(new Change(what, change, () -> {}));
    }

    private void past(Change change) {
        changes.add(change);
        shop.disk().onceSoon(changes, this::makeChanges);
    }

    /** On the disk's thread. */
    private void makeChanges() {
        boolean changed = false;
        for (Change next = changes.poll(); next != null; next = changes.poll()) {
            make(next.what(), new Attempt(next));
            changed = true;
        }
        if (changed) {
            make("history", this::flushHistory);
        }
    }

    private void flushHistory() throws IOException {
        history.flush(name);
        List<Runnable> told = List.copyOf(undurable);
        undurable.clear();
        told.forEach(Runnable::run);
    }

    private void flush(String what) {
        shop.disk().once(this, () -> make(what, () -> memory.flush(name)));
    }

    private void make(String what, Backlog.Job job) {
        shop.backlog().write("task " + name + ", its " + what, job);
    }

    /** @param durable told on the disk's thread when it is on the disk */
    private record Change(String what, Backlog.Job job, Runnable durable) {}

    /** One change that is made; where that fails, it is tried again alone, and has to come to the disk by itself. */
    private final class Attempt implements Backlog.Job {
        private final Change change;
        private boolean again;
        private boolean made;

        Attempt(Change change) {
            this.change = change;
        }

        @Override
        public void run() throws IOException {
            boolean alone = again;
            again = true;
            if (!made) {
                change.job().run();
                made = true;
                undurable.add(change.durable());
            }
            if (alone) {
                flushHistory();
            }
        }
    }
}
