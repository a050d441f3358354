package io.reseat.host.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes long messages as lines that are each written at once, so that what others print to the same pipe stands between
 * them and not within. Each says where it belongs, so that what others print is not taken for one. Used by one thread at a
 * time; {@link Reassembly} reads.
 *
 * <pre>
 *   RS number offset length text
 * </pre>
 *
 * {@code number} counts the messages that came in parts, {@code offset} and {@code length} are bytes of the message, without
 * its line end; all are decimal.
 */
public final class Parts {
    /** What a pipe takes at once: {@code PIPE_BUF} of Linux. */
    public static final int AT_ONCE = 4096;

    /** No message begins with it, nor do many printed lines. */
    static final char MARK = 0x1e;

    private final OutputStream out;
    private long number;

    public Parts(OutputStream out) {
        this.out = out;
    }

    /** Writes a message that ends with a line end, in several calls. */
    public void write(byte[] message, int offset, int length) throws IOException {
        int whole = length - 1; // its line end is that of the last part
        number++;
        for (int from = 0; from < whole; ) {
            byte[] head = ("\n" + MARK + number + " " + from + " " + whole + " ").getBytes(StandardCharsets.US_ASCII);
            int size = Math.min(AT_ONCE - head.length - 1, whole - from);
            byte[] line = new byte[head.length + size + 1];
            System.arraycopy(head, 0, line, 0, head.length);
            System.arraycopy(message, offset + from, line, head.length, size);
            line[head.length + size] = '\n';
            out.write(line);
            from += size;
        }
    }
}
