package io.reseat.samples.fileimport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a file looked.
 *
 * @param renamed whether its last act was a rename (its ctime is later than its mtime), so that nobody is writing
 * @param firstSeen when it first looked like this, in ns of this JVM's clock: those of file and host may differ
 */
record Sighting(long size, FileTime modified, boolean renamed, long firstSeen) {
    /** Empty if the file is gone. */
    static Optional<Sighting> of(Path file) throws IOException {
        try {
            boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            String wanted = unix ? "unix:size,lastModifiedTime,ctime" : "size,lastModifiedTime";
            // One read, because a writer could come between two.
            Map<String, Object> read = Files.readAttributes(file, wanted, LinkOption.NOFOLLOW_LINKS);
            Object size = Objects.requireNonNull(read.get("size"));
            FileTime modified = (FileTime) Objects.requireNonNull(read.get("lastModifiedTime"));
            boolean renamed = read.get("ctime") instanceof FileTime changed && changed.compareTo(modified) > 0;
            return Optional.of(new Sighting((Long) size, modified, renamed, System.nanoTime()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** This one, but seen since an earlier look if it was the same then. */
    Sighting since(@Nullable Sighting earlier) {
        if (earlier != null && earlier.size == size && earlier.modified.equals(modified)) {
            return new Sighting(size, modified, renamed, earlier.firstSeen);
        }
        return this;
    }

    /** An empty file is never complete: its writer has only begun. */
    boolean isComplete(Duration quiet) {
        return size > 0 && (renamed || untilQuiet(quiet).isZero());
    }

    Duration untilQuiet(Duration quiet) {
        Duration left = quiet.minusNanos(System.nanoTime() - firstSeen);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
