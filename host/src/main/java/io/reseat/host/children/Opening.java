package io.reseat.host.children;

import io.reseat.host.children.Children.Setup;
import io.reseat.host.model.Artifact;
import java.util.Map;

/** What a child JVM is told when it is to open its plugin. Stateless. */
final class Opening {
    private Opening() {}

    static Map<String, Object> of(Artifact artifact, long number, Setup setup) {
        return Map.of(
                "number", number,
                "artifact", plugin(artifact),
                "scratch", setup.scratch().resolve("child" + number).toString(),
                "home", setup.home().toString(),
                "epoch", setup.epoch(),
                "limits", setup.limits().get(),
                "levels", setup.levels().get());
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
