package io.reseat.host.watch;

/**
 * Why an entry that was seen is not taken.
 *
 * @param reason for people; with the remedy if it is not settling
 * @param settling whether time alone may end it: the file is being written, or in its quiet time or its grace
 */
record Pending(String reason, boolean settling) {
    /** It changed a moment ago. */
    static final Pending CHANGING = settling("it is still changing");
    /** It is not there. */
    static final Pending GONE = settling("it is gone, and counts as deleted if it stays away");

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
