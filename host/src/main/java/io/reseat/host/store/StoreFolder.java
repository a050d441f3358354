package io.reseat.host.store;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The folder {@code data/store}: who is in it, what moves in and out. Safe from any thread; {@code moves} is held while a
 * folder is renamed, {@code syncs} while one is forced to disk.
 */
final class StoreFolder {
    static final Duration YOUNG = Duration.ofMinutes(1);

    private final StorePlaces places;
    private final LongSupplier nanoTime;
    private final Map<Digest, Entry> entries = new ConcurrentHashMap<>();
    private final ReentrantLock moves = new ReentrantLock();
    private final ReentrantLock syncs = new ReentrantLock();

    private StoreFolder(StorePlaces places, LongSupplier nanoTime) {
        this.places = places;
        this.nanoTime = nanoTime;
    }

    /** Opens the folder, and takes in what a host before left whole. */
    static StoreFolder open(Path directory, LongSupplier nanoTime) throws IOException {
        StoreFolder folder = new StoreFolder(StorePlaces.open(directory), nanoTime);
        for (Map.Entry<Digest, Path> place : folder.places.sweep().entrySet()) {
            folder.takeIn(place.getKey(), place.getValue());
        }
        return folder;
    }

    private void takeIn(Digest digest, Path place) throws IOException {
        try {
            entries.put(digest, new Entry(StoredArtifact.read(place), nanoTime.getAsLong(), true));
        } catch (IOException e) {
            Workspace.delete(place); // a copy: it is staged again from where it came
        }
    }

    /** A new folder for one staging. */
    Workspace workspace() throws IOException {
        return places.workspace();
    }

    /** What is said of a staged artifact; asking keeps it from being collected for a while. */
    Optional<StoredArtifact> stored(Digest digest) {
        Entry entry = entries.computeIfPresent(digest, (key, before) -> before.usedAt(nanoTime.getAsLong()));
        return Optional.ofNullable(entry)
                .map(Entry::record)
                .filter(record -> Files.exists(places.of(digest).resolve(record.file())));
    }

    Artifact artifact(Digest digest, StoredArtifact record) {
        try {
            return record.toArtifact(digest, places.of(digest));
        } catch (RefusedException e) {
            throw new UncheckedIOException("the store's record of " + digest + " was changed: remove its folder", e);
        }
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
                record.replace(places.of(digest));
                entries.computeIfPresent(digest, (key, before) -> before.saying(record));
            }
            return artifact(digest, record);
        } finally {
            moves.unlock();
        }
    }

    private void moveIn(Digest digest, StoredArtifact record, Workspace workspace) throws IOException {
        record.write(workspace.path());
        places.moveIn(workspace, digest);
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
                places.sync(digest);
                entries.computeIfPresent(digest, (key, now) -> now.madeDurable());
            }
        } finally {
            syncs.unlock();
        }
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
                removed = Optional.of(places.moveOut(digest));
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
