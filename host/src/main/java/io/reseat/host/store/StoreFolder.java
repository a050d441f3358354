package io.reseat.host.store;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The folder {@code data/store}: who is in it, what moves in and out. Safe from any thread; {@code moves} is held while a
 * folder is renamed, {@code syncs} while one is forced to disk.
 */
final class StoreFolder {
    static final Duration YOUNG = Duration.ofMinutes(1);

    private static final String STAGING = ".staging-";
    private static final String REMOVED = ".removed-";

    private final Path directory;
    private final LongSupplier nanoTime;
    private final Map<Digest, Entry> entries = new ConcurrentHashMap<>();
    private final ReentrantLock moves = new ReentrantLock();
    private final ReentrantLock syncs = new ReentrantLock();
    private final AtomicLong names = new AtomicLong();

    private StoreFolder(Path directory, LongSupplier nanoTime) {
        this.directory = directory;
        this.nanoTime = nanoTime;
    }

    static StoreFolder open(Path directory, LongSupplier nanoTime) throws IOException {
        PrivateFiles.folder(directory);
        StoreFolder folder = new StoreFolder(directory, nanoTime);
        folder.sweep();
        return folder;
    }

    /** Removes what a killed host left half done, and what it may have left half on disk; takes in the rest. */
    private void sweep() throws IOException {
        for (Path place : list()) {
            String name = place.getFileName().toString();
            if (name.startsWith(STAGING) || name.startsWith(REMOVED)) {
                Workspace.delete(place);
            } else if (name.matches("[0-9a-f]{64}")) {
                takeIn(new Digest(name), place);
            }
        }
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> places = Files.list(directory)) {
            return places.toList();
        }
    }

    private void takeIn(Digest digest, Path place) throws IOException {
        if (!Files.exists(StoredArtifact.durableMark(place))) {
            Workspace.delete(place);
            return;
        }
        try {
            entries.put(digest, new Entry(StoredArtifact.read(place), nanoTime.getAsLong(), true));
        } catch (IOException e) {
            Workspace.delete(place); // a copy: it is staged again from where it came
        }
    }

    /** A new folder for one staging. */
    Workspace workspace() throws IOException {
        Path path = directory.resolve(STAGING + names.incrementAndGet());
        PrivateFiles.folder(path);
        return new Workspace(path);
    }

    /** What is said of a staged artifact; asking keeps it from being collected for a while. */
    Optional<StoredArtifact> stored(Digest digest) {
        Entry entry = entries.computeIfPresent(digest, (key, before) -> before.usedAt(nanoTime.getAsLong()));
        return Optional.ofNullable(entry)
                .map(Entry::record)
                .filter(record -> Files.exists(place(digest).resolve(record.file())));
    }

    Artifact artifact(Digest digest, StoredArtifact record) {
        try {
            return record.toArtifact(digest, place(digest));
        } catch (RefusedException e) {
            throw new UncheckedIOException("the store's record of " + digest + " was changed: remove its folder", e);
        }
    }

    private Path place(Digest digest) {
        return directory.resolve(digest.hex());
    }

    /** Takes a checked copy in, unless another thread was faster. */
    Artifact put(Digest digest, StoredArtifact record, Workspace workspace) throws IOException {
        moves.lock();
        try {
            Optional<StoredArtifact> present = stored(digest);
            if (present.isPresent()) {
                return update(digest, record.in(present.get().file()));
            }
            moveIn(digest, record, workspace);
            return artifact(digest, record);
        } finally {
            moves.unlock();
        }
    }

    /** Brings the record of an artifact that is here up to date. */
    Artifact update(Digest digest, StoredArtifact record) throws IOException {
        moves.lock();
        try {
            Entry entry = entries.get(digest);
            if (entry == null) {
                throw new HalfWrittenException("it was removed from the store while it was staged");
            }
            if (!record.equals(entry.record)) {
                record.replace(place(digest));
                entries.computeIfPresent(digest, (key, before) -> before.saying(record));
            }
            return artifact(digest, record);
        } finally {
            moves.unlock();
        }
    }

    private void moveIn(Digest digest, StoredArtifact record, Workspace workspace) throws IOException {
        record.write(workspace.path());
        if (Files.exists(place(digest))) {
            remove(digest); // somebody took files out of it by hand
        }
        Files.move(workspace.path(), place(digest), StandardCopyOption.ATOMIC_MOVE);
        entries.put(digest, new Entry(record, nanoTime.getAsLong(), false));
    }

    void makeDurable(Digest digest) throws IOException {
        syncs.lock();
        try {
            Entry entry = entries.get(digest);
            if (entry == null) {
                throw new IOException("no artifact " + digest + " is in the store");
            }
            if (!entry.durable) {
                sync(place(digest));
                entries.computeIfPresent(digest, (key, now) -> now.madeDurable());
            }
        } finally {
            syncs.unlock();
        }
    }

    private void sync(Path place) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(place)) {
            all = walk.toList();
        }
        for (Path path : all) {
            if (Files.isDirectory(path)) {
                DurableFile.syncDirectory(path);
            } else {
                DurableFile.sync(path);
            }
        }
        DurableFile.write(StoredArtifact.durableMark(place), new byte[0]);
        DurableFile.syncDirectory(directory);
    }

    void collect(Set<Digest> keep) throws IOException {
        long now = nanoTime.getAsLong();
        for (Digest digest : Set.copyOf(entries.keySet())) {
            if (!keep.contains(digest)) {
                collect(digest, now);
            }
        }
    }

    private void collect(Digest digest, long now) throws IOException {
        Optional<Path> removed = Optional.empty();
        moves.lock();
        try {
            Entry entry = entries.get(digest);
            if (entry != null && now - entry.lastUse > YOUNG.toNanos()) {
                removed = Optional.of(remove(digest));
                entries.remove(digest);
            }
        } catch (FileSystemException e) {
            return; // Windows moves no folder with an open file: it is collected when that is closed
        } finally {
            moves.unlock();
        }
        if (removed.isPresent()) {
            Workspace.delete(removed.get());
        }
    }

    /** Takes a folder out of sight in one step. */
    private Path remove(Digest digest) throws IOException {
        Path removed = directory.resolve(REMOVED + names.incrementAndGet());
        Files.move(place(digest), removed, StandardCopyOption.ATOMIC_MOVE);
        return removed;
    }

    /** One artifact that is here, and when somebody asked for it last. */
    private record Entry(StoredArtifact record, long lastUse, boolean durable) {
        Entry usedAt(long now) {
            return new Entry(record, now, durable);
        }

        Entry saying(StoredArtifact newer) {
            return new Entry(newer, lastUse, durable);
        }

        Entry madeDurable() {
            return new Entry(record, lastUse, true);
        }
    }
}
