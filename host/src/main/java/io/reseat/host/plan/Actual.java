package io.reseat.host.plan;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import java.util.Optional;
import java.util.Set;

/**
 * What is there of one task.
 *
 * @param name the task
 * @param built what the newest good generation was built from; empty if there never was one
 * @param open whether that generation is still good to go on: running, paused, waiting, completed or given up, but not
 *     disabled or removed
 * @param held what failed before, and is not tried again with the same content
 */
public record Actual(TaskName name, Optional<Built> built, boolean open, Set<BuildKey> held) {
    public Actual {
        held = Set.copyOf(held);
    }

    /** A task that was never seen. */
    public static Actual nothing(TaskName name) {
        return new Actual(name, Optional.empty(), false, Set.of());
    }

    /** What a generation was built from. */
    public record Built(TaskSpec spec, Artifact artifact) {
        BuildKey key() {
            return BuildKey.of(spec, artifact);
        }
    }
}
