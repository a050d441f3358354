package io.reseat.host.watch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells from stats and events what was done to a file last, and so whether somebody may still write to it. */
final class LastAct {
    private LastAct() {}

    /**
     * Whether the last act on a file was a rename, so that nobody writes to it any more. A rename sets the inode's time
     * alone; within one tick of the write before it both times are equal, and then a name that was taken over without
     * having gone says it.
     *
     * @param acts of {@link Inbox}, put together
     */
    static boolean wasRename(@Nullable FileStat before, FileStat stat, int acts) {
        boolean newInode = before == null || before.inode() != stat.inode();
        if (stat.inode() == FileStat.UNKNOWN || !newInode || (acts & Inbox.MODIFIED) != 0) {
            return false;
        }
        boolean takenOver = before != null && (acts & (Inbox.CREATED | Inbox.DELETED)) == Inbox.CREATED;
        return stat.changed() > stat.modified() || takenOver || (acts & Inbox.RENAMED) != 0;
    }

    /** Whether a file was left alone for longer than its quiet time before anybody looked. */
    static boolean isOld(FileStat stat, Duration quiet) {
        long age = wallNanos() - Math.max(stat.changed(), stat.modified());
        return stat.changed() != FileStat.UNKNOWN && age > quiet.toNanos();
    }

    /** Nanoseconds since 1970. */
    static long wallNanos() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }
}
