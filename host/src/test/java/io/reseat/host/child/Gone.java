package io.reseat.host.child;

/** Whether a process is gone, although nobody may have taken its status yet. */
final class Gone {
    private Gone() {}

    /** In a container an orphan that has ended may stay as an entry without a command. */
    static boolean isGone(ProcessHandle process) {
        return !process.isAlive() || process.info().command().isEmpty();
    }
}
