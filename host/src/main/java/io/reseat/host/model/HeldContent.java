package io.reseat.host.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A content that failed, or that an operator went back from: not tried again until the files have another one, or
 * somebody forces it.
 *
 * @param artifact the plugin's digest
 * @param config the keyed digest of the resolved config
 * @param type the task type, where the file names one
 * @param isolation who shares its realm
 * @param runner what it runs on
 * @param process {@link ProcessOptions#digest}, where the runner is a child JVM
 * @param why one sentence
 * @param at since when
 * @param vetoed whether it did not take the state of what ran, which says nothing about it without that state
 */
public record HeldContent(
        Digest artifact,
        Digest config,
        Optional<String> type,
        Isolation isolation,
        RunnerKind runner,
        Optional<Digest> process,
        String why,
        Instant at,
        boolean vetoed) {
    /** One that a state has nothing to do with. */
    public HeldContent(
            Digest artifact,
            Digest config,
            Optional<String> type,
            Isolation isolation,
            RunnerKind runner,
            Optional<Digest> process,
            String why,
            Instant at) {
        this(artifact, config, type, isolation, runner, process, why, at, false);
    }

    /** Whether both are of one content. */
    public boolean sameContent(HeldContent other) {
        return artifact.equals(other.artifact)
                && config.equals(other.config)
                && type.equals(other.type)
                && isolation == other.isolation
                && runner == other.runner
                && process.equals(other.process);
    }
}
