package io.reseat.host.watch;

/**
 * What the file system says about an entry, without reading it. Two equal values mean that nothing was seen to change;
 * only a content taken within one tick of its time stamp may still differ.
 *
 * @param size in bytes; of a folder the sum of all files below
 * @param modified nanoseconds since 1970; of a folder the newest time of anything below
 * @param changed the same for the inode ({@code unix:ctime}), or {@link #UNKNOWN}
 * @param inode {@code unix:ino}, or {@link #UNKNOWN}
 * @param directory whether the entry is a folder
 * @param detail a hash over what else counts: the files below a folder, the sidecars beside a file
 */
public record FileStat(long size, long modified, long changed, long inode, boolean directory, long detail) {
    /** Stands for a value that the file system does not give. */
    public static final long UNKNOWN = -1;
}
