package io.reseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A new file that waits outside the watched folders for its rename into them.
 *
 * @param prepared where it waits
 * @param target what it replaces
 * @param marker that the first cycle with it shows
 */
record Change(Path prepared, Path target, long marker) {
    /** Renames it into place, and gives the time before that. */
    long publish() throws IOException {
        long before = System.nanoTime();
        Files.move(prepared, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return before;
    }
}
