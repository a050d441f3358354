package io.reseat.host.reconcile;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long it took to stage each plugin, which is done once for all tasks that use it. Written by the thread of the
 * plugins' tree, read by the owner thread.
 */
final class StagingTimes {
    private static final int MOST = 1_000;

    private final Map<Digest, Staging> newest = new LinkedHashMap<>();

    /**
     * One staging.
     *
     * @param began as {@link System#nanoTime}
     * @param took how long the copy and its check took
     */
    record Staging(long began, Duration took) {}

    /** An artifact is staged, and was being so since a {@link System#nanoTime}. */
    synchronized void staged(Digest artifact, long began) {
        newest.remove(artifact); // so that it counts as the youngest
        newest.put(artifact, new Staging(began, Duration.ofNanos(System.nanoTime() - began)));
        if (newest.size() > MOST) {
            newest.remove(newest.keySet().iterator().next());
        }
    }

    /** When the staging of an artifact began, as {@link System#nanoTime}; now where that is not known. */
    long began(Artifact artifact) {
        return of(artifact.digest()).map(Staging::began).orElseGet(System::nanoTime);
    }

    /** The newest staging of an artifact; empty where that was before this host started. */
    synchronized Optional<Staging> of(Digest artifact) {
        return Optional.ofNullable(newest.get(artifact));
    }
}
