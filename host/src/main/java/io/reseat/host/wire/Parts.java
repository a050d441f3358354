package io.reseat.host.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A long message as lines that are each written at once, so that what others print to the same pipe stands between them and
 * not within. Each begins with a control character that no printed line and no message begins with. For one thread.
 *
 * <pre>
 *   RS first part   RS next part   …   US last part
 * </pre>
 */
public final class Parts {
    /** What a pipe takes at once: {@code PIPE_BUF} of Linux. */
    public static final int AT_ONCE = 4096;

    private static final byte MORE = 0x1e;
    private static final byte LAST = 0x1f;
    private static final int FRAME = 3; // a line end, what it begins with, and a line end

    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private final int longest;

    /** @param longest the most bytes of a message */
    Parts(int longest) {
        this.longest = longest;
    }

    /** Writes a message that ends with a line end, in several calls. */
    public static void write(byte[] message, int offset, int length, OutputStream out) throws IOException {
        int end = offset + length - 1; // its line end is that of the last part
        for (int from = offset; from < end; from += AT_ONCE - FRAME) {
            int size = Math.min(AT_ONCE - FRAME, end - from);
            byte[] line = new byte[size + FRAME];
            line[0] = '\n';
            line[1] = from + size < end ? MORE : LAST;
            System.arraycopy(message, from, line, 2, size);
            line[size + 2] = '\n';
            out.write(line);
        }
    }

    /**
     * The message that a line is, or ends; null if more has to come.
     *
     * @throws IOException if it is longer than messages are
     */
    byte @Nullable [] whole(byte[] line) throws IOException {
        boolean last = line.length > 0 && line[0] == LAST;
        if (!last && (line.length == 0 || line[0] != MORE)) {
            return line;
        }
        parts.write(line, 1, line.length - 1);
        if (parts.size() > longest) {
            throw new IOException("a message of more than " + longest + " bytes came");
        } else if (!last) {
            return null;
        }
        byte[] message = parts.toByteArray();
        parts.reset();
        return message;
    }
}
