package io.reseat.host.children;

import io.reseat.host.children.Children.Setup;
import io.reseat.host.model.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a child JVM is told when it is to open its plugin. Stateless. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private Opening() {}

    static Map<String, Object> of(Artifact artifact, long number, Setup setup) {
        return Map.of(
                "number", number,
                "artifact", plugin(artifact),
                "scratch", scratch(number, setup).toString(),
                "home", setup.home().toString(),
                "epoch", setup.epoch(),
                "limits", setup.limits().get(),
                "levels", setup.levels().get());
    }

    /** Deletes what the child had of its own, such as copies of native libraries. */
    static void clear(long number, Setup setup) {
        try (Stream<Path> all = Files.walk(scratch(number, setup))) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (NoSuchFileException e) {
            return; // it needed none
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} of a child JVM that is gone cannot be deleted: {}", scratch(number, setup), e.toString());
        }
    }

    private static Path scratch(long number, Setup setup) {
        return setup.scratch().resolve("child" + number);
    }

    private static Map<String, Object> plugin(Artifact artifact) {
        return Map.of(
                "id", artifact.id().value(),
                "version", artifact.version().text(),
                "digest", artifact.digest().hex(),
                "location", artifact.location().toAbsolutePath().toString(),
                "folder", artifact.folder(),
                "source", artifact.source(),
                "bytes", artifact.bytes());
    }
}
