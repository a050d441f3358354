package io.reseat.host.plan;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is there of one task.
 *
 * @param name the task
 * @param built what the newest good generation was built from; empty if there never was one
 * @param open whether that generation is still good to go on: running, paused, waiting, completed or given up, but not
 *     disabled or removed
 * @param live what the live generation can do; empty if there is none
 * @param held what failed before, and is not tried again with the same content, with the reason
 * @param lastGood the newest generation that came through its probation, of whatever run of the host; asked only where
 *     nothing runs and nothing can be built
 */
public record Actual(
        TaskName name,
        Optional<Built> built,
        boolean open,
        Optional<Live> live,
        Map<BuildKey, String> held,
        Supplier<Optional<LastGood>> lastGood) {
    public Actual {
        held = Map.copyOf(held);
    }

    /** A task that was never seen. */
    public static Actual nothing(TaskName name) {
        return new Actual(name, Optional.empty(), false, Optional.empty(), Map.of(), Optional::empty);
    }

    /** What a generation was built from. */
    public record Built(TaskSpec spec, Artifact artifact) {
        /** What makes it the one that it is. */
        public BuildKey key() {
            return BuildKey.of(spec, artifact);
        }
    }

    /**
     * What a live generation can do.
     *
     * @param reconfigurable whether it takes another config in place
     * @param overlaps whether it may run beside its successor
     * @param secretKeys paths of its config that must not be shown
     */
    public record Live(boolean reconfigurable, boolean overlaps, Set<String> secretKeys) {}

    /** A generation that can be gone back to. */
    public record LastGood(long generation, Built built) {}
}
