package io.reseat.host.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines, each as bytes without its end, and none longer than a limit. For one thread. */
final class Lines {
    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[1 << 13];
    private int from;
    private int to;
    private volatile boolean waiting;
    private volatile long heard = System.nanoTime();

    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /**
     * The next line; null at the end of the stream. What follows the last line end is dropped: its writer was cut off.
     *
     * @throws IOException also if a line is longer than the limit, after which nothing more can be read
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (fill()) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, from, end - from);
            from = end + 1;
            if (end < to) {
                return line.toByteArray();
            } else if (line.size() > longest) {
                throw new IOException("a line of more than " + longest + " bytes came");
            }
        }
        return null;
    }

    /** When bytes last came, as {@link System#nanoTime}. Safe from any thread. */
    long heard() {
        return heard;
    }

    /** Whether what came is being dealt with, so that more may wait to be read. Safe from any thread. */
    boolean busy() {
        return !waiting;
    }

    private boolean fill() throws IOException {
        if (from >= to) {
            from = 0;
            waiting = true;
            to = in.read(buffer);
            heard = System.nanoTime();
            waiting = false;
        }
        return to > 0;
    }
}
