package io.reseat.host.store;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Problem;
import java.time.Duration;

/** What came of staging a source. */
public sealed interface Staging {
    /** It is in the store, whole and checked. */
    record Staged(Artifact artifact) implements Staging {}

    /**
     * It may still be written to, or its sidecar may still come. Stage it again when it changes, and after
     * {@code again} even if it does not: what stays broken without a change becomes {@link Refused}.
     *
     * @param reason one sentence for an operator
     * @param again how long to wait at most
     */
    record Incomplete(String reason, Duration again) implements Staging {}

    /**
     * It cannot be copied, and not because somebody writes to it: it may not be read, or the disk of the store is full.
     *
     * @param reason what is wrong and the remedy, without the name of the source
     */
    record Unreadable(String reason) implements Staging {}

    /**
     * It is no plugin that can be used, until its content, or a sidecar, changes.
     *
     * @param digest of the refused content
     * @param problem what is wrong with it and the remedy
     */
    record Refused(Digest digest, Problem problem) implements Staging {}
}
