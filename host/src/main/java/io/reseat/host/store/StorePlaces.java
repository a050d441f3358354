package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The folders in {@code data/store}: one for each artifact, and those on their way in and out. Safe from any thread. */
final class StorePlaces {
    private static final String STAGING = ".staging-";
    private static final String REMOVED = ".removed-";

    private final Path directory;
    private final AtomicLong names = new AtomicLong();

    private StorePlaces(Path directory) {
        this.directory = directory;
    }

    static StorePlaces open(Path directory) throws IOException {
        PrivateFiles.folder(directory);
        return new StorePlaces(directory);
    }

    /** Removes what a killed host left half done, and what it may have left half on disk; the rest by digest. */
    Map<Digest, Path> sweep() throws IOException {
        Map<Digest, Path> kept = new HashMap<>();
        for (Path place : all(directory)) {
            String name = place.getFileName().toString();
            boolean artifact = name.matches("[0-9a-f]{64}");
            if (name.startsWith(STAGING) || name.startsWith(REMOVED)) {
                Workspace.delete(place);
            } else if (artifact && !Files.exists(StoredArtifact.durableMark(place))) {
                Workspace.delete(place);
            } else if (artifact) {
                kept.put(new Digest(name), place);
            }
        }
        return kept;
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> places = Files.list(folder)) {
            return places.toList();
        }
    }

    /** Where an artifact lies. */
    Path of(Digest digest) {
        return directory.resolve(digest.hex());
    }

    /** A new folder for one staging. */
    Workspace workspace() throws IOException {
        Path path = directory.resolve(STAGING + names.incrementAndGet());
        PrivateFiles.folder(path);
        return new Workspace(path);
    }

    /** Puts a staged folder in its place in one step. */
    void moveIn(Workspace workspace, Digest digest) throws IOException {
        if (Files.exists(of(digest))) {
            moveOut(digest); // somebody took files out of it by hand
        }
        Files.move(workspace.path(), of(digest), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes a folder out of sight in one step; where it is now. */
    Path moveOut(Digest digest) throws IOException {
        Path removed = directory.resolve(REMOVED + names.incrementAndGet());
        Files.move(of(digest), removed, StandardCopyOption.ATOMIC_MOVE);
        return removed;
    }

    /** Forces an artifact to disk, and marks it so. */
    void sync(Digest digest) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(of(digest))) {
            files = walk.toList();
        }
        for (Path path : files) {
            if (Files.isDirectory(path)) {
                DurableFile.syncDirectory(path);
            } else {
                DurableFile.sync(path);
            }
        }
        DurableFile.write(StoredArtifact.durableMark(of(digest)), new byte[0]);
        DurableFile.syncDirectory(directory);
    }
}
