package io.reseat.host.plan;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.TaskSpec;
import java.util.Optional;

/**
 * What makes a generation the one that it is: where two are equal, a new build would give the same again.
 *
 * @param process {@link ProcessOptions#digest}; empty unless the runner is a child JVM
 */
public record BuildKey(
        Digest artifact,
        Digest config,
        Optional<String> type,
        Isolation isolation,
        RunnerKind runner,
        Optional<Digest> process) {
    /** Whether nothing but the config differs. */
    boolean differsInConfigAlone(BuildKey other) {
        return equals(new BuildKey(other.artifact, config, other.type, other.isolation, other.runner, other.process))
                && !config.equals(other.config);
    }

    /** The key of a build of a spec from an artifact. */
    public static BuildKey of(TaskSpec spec, Artifact artifact) {
        Optional<Digest> process =
                spec.runner() == RunnerKind.PROCESS ? Optional.of(spec.process().digest()) : Optional.empty();
        return new BuildKey(
                artifact.digest(), spec.configDigest(), spec.type(), spec.isolation(), spec.runner(), process);
    }
}
