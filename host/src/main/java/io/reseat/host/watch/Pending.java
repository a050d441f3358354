package io.reseat.host.watch;

import io.reseat.host.model.Durations;
import java.time.Duration;

/**
 * Why an entry that was seen is not taken.
 *
 * @param reason for people; with the remedy if it is not settling
 * @param settling whether time alone may end it: the file is being written, or in its quiet time or its grace
 */
record Pending(String reason, boolean settling) {
    /** It changed a moment ago. */
    static final Pending CHANGING = settling("it is still changing");

    private static final String GONE = "it is gone, and counts as deleted if it stays away for ";

    /** It is not there. */
    static Pending gone(Duration grace) {
        return settling(GONE + Durations.text(grace));
    }

    /** Whether a reason is that of {@link #gone}. */
    static boolean isGone(String reason) {
        return reason.startsWith(GONE);
    }

    static Pending settling(String reason) {
        return new Pending(reason, true);
    }

    static Pending unusable(String reason) {
        return new Pending(reason, false);
    }

    /** Emptied a moment ago, which is how many writers begin. */
    static Pending emptied() {
        return settling("it is empty");
    }

    /** Empty, and nobody writes to it. */
    static Pending empty(FileStat stat) {
        return unusable(
                stat.directory()
                        ? "the folder is empty: put the plugin's JARs into it, or remove it"
                        : "it is empty: write its content, or remove it");
    }
}
