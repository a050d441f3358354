package io.reseat.samples.fileimport;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder: files are dropped into it, claimed into {@code working/}, and end in {@code done/} or {@code failed/}. Each
 * step is one atomic rename, so a kill leaves every file in exactly one of these places. Owned by the importing thread.
 */
final class Inbox {
    private final Path folder;
    private final Duration quiet;
    private final System.Logger logger;
    private final Map<Path, Sighting> sightings = new HashMap<>();
    private final Set<Path> passedOver = new HashSet<>();

    Inbox(Path folder, Duration quiet, System.Logger logger) {
        this.folder = folder;
        this.quiet = quiet;
        this.logger = logger;
    }

    void create() throws IOException {
        for (Path directory : List.of(working(), done(), failed())) {
            Files.createDirectories(directory);
        }
    }

    Path folder() {
        return folder;
    }

    private Path working() {
        return folder.resolve("working");
    }

    Path done() {
        return folder.resolve("done");
    }

    Path failed() {
        return folder.resolve("failed");
    }

    /** What was claimed and not settled, the oldest first: by this generation, or by one that was ended or killed. */
    List<Path> claimed() throws IOException {
        Map<Path, Long> times = new HashMap<>();
        try (Stream<Path> files = Files.list(working())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                times.put(file, Files.getLastModifiedTime(file).toMillis());
            }
        }
        Comparator<Path> oldestFirst = Comparator.comparing(times::get);
        return times.keySet().stream()
                .sorted(oldestFirst.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** One look at the folder: claims every file that is complete. */
    void claimCompleteFiles() throws IOException {
        Map<Path, Sighting> seen = look();
        sightings.keySet().retainAll(seen.keySet());
        passedOver.removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
        for (Map.Entry<Path, Sighting> entry : seen.entrySet()) {
            Sighting sighting = entry.getValue().since(sightings.get(entry.getKey()));
            sightings.put(entry.getKey(), sighting);
            if (sighting.isComplete(quiet)) {
                claim(entry.getKey());
            }
        }
    }

    private Map<Path, Sighting> look() throws IOException {
        Map<Path, Sighting> seen = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(this::isWanted).toList()) {
                Sighting.of(file).ifPresent(sighting -> seen.put(file, sighting));
            }
        }
        return seen;
    }

    private boolean isWanted(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        FileKind kind = FileKind.of(file.getFileName().toString());
        if (kind == FileKind.UNKNOWN && passedOver.add(file)) {
            logger.log(Level.INFO, "Left " + file + " alone: its name ends with none of .csv, .jsonl, .ndjson");
        }
        return kind == FileKind.CSV || kind == FileKind.JSON_LINES;
    }

    /** The same name may lie in {@code working/} after a failure: that one is finished first. */
    private void claim(Path file) throws IOException {
        Path target = working().resolve(file.getFileName());
        if (Files.exists(target)) {
            return;
        }
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            sightings.remove(file);
        } catch (NoSuchFileException e) {
            sightings.remove(file); // its owner took it back; nothing is lost
        }
    }

    /** How long until a file that is there now could be complete; empty if none waits. */
    Optional<Duration> untilNextIsQuiet() {
        return sightings.values().stream()
                .map(sighting -> sighting.untilQuiet(quiet))
                .min(Comparator.naturalOrder());
    }

    /** Where the rejected rows of a file are listed: final from the first one on. */
    Path rejectsOf(Drop drop) {
        return done().resolve(drop.settledName() + ".rejects");
    }

    /** Moves a file out of the way for good. It may have been moved already by another importer. */
    void settle(Drop drop, Path directory) throws IOException {
        try {
            Files.move(drop.path(), directory.resolve(drop.settledName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            logger.log(Level.INFO, drop.name() + " was moved by somebody else");
        }
    }
}
