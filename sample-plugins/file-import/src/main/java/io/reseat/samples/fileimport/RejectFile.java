package io.reseat.samples.fileimport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The list of a file's rejected records. Its good length stands in the ledger: what a kill left behind it is cut off by
 * the next write, so each record is listed once.
 */
record RejectFile(Path path) {
    /** Writes behind the first {@code length} bytes, durably, and returns the new length. */
    long append(long length, List<Reject> rejects) throws IOException {
        if (rejects.isEmpty()) {
            return length;
        }
        String lines = rejects.stream().map(Reject::toLine).collect(Collectors.joining());
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.truncate(length).position(length);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
            return file.position();
        }
    }
}
