package io.reseat.host.store;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a host left in {@code data/}, read without a lock and without changing anything: what is damaged stays where it
 * is. For one thread.
 */
public final class KeptData {
    private static final String ENDING = ".json";

    private final DataDirectory data;
    private final Trust trust;
    private final Consumer<Problem> problems;

    /**
     * The data of a home, which may have none yet.
     *
     * @param problems told of what cannot be read
     */
    public KeptData(Path home, Trust trust, Consumer<Problem> problems) {
        this.data = new DataDirectory(home.resolve("data"));
        this.trust = trust;
        this.problems = problems;
    }

    /** The past of a task; nothing where there is none, or none that can be read. */
    public Past past(TaskName task) {
        Path file = data.history().resolve(task + ENDING);
        PastFormat format = new PastFormat();
        try {
            Optional<byte[]> content = DurableFile.read(file);
            return content.isEmpty() ? format.nothing() : format.fromJson(content.get());
        } catch (IOException | RuntimeException e) {
            tell(
                    file,
                    "cannot be read (" + e.getMessage() + "): what ran before is not known; a host that starts keeps"
                            + " a damaged one aside");
            return format.nothing();
        }
    }

    /** The tasks that have a past. */
    public Set<TaskName> tasks() {
        Set<TaskName> names = new TreeSet<>();
        if (Files.isDirectory(data.history())) {
            try (Stream<Path> files = Files.list(data.history())) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.matches("[A-Za-z0-9_.-]+\\.json") && !name.startsWith("."))
                        .forEach(name -> names.add(new TaskName(name.substring(0, name.length() - ENDING.length()))));
            } catch (IOException e) {
                tell(data.history(), "cannot be listed: " + e);
            }
        }
        return names;
    }

    /** A plugin that outlives a restart of the host, if it is signed by whom is trusted now. */
    public Optional<Artifact> artifact(Digest digest) {
        Path place = data.store().resolve(digest.hex());
        if (!Files.exists(StoredArtifact.durableMark(place))) {
            return Optional.empty();
        }
        try {
            StoredArtifact record = StoredArtifact.read(place);
            boolean whole = Files.exists(place.resolve(record.file())) && record.trusted(trust);
            return whole ? Optional.of(record.toArtifact(digest, place)) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            tell(place, "cannot be read: " + e);
            return Optional.empty();
        }
    }

    private void tell(Path file, String what) {
        problems.accept(new Problem(Place.of(file.toString()), what));
    }
}
