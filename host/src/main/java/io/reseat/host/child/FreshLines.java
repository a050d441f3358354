package io.reseat.host.child;

import io.reseat.host.wire.Parts;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Begins each message on a line of its own, whatever native code or another process printed to the same pipe before it: a
 * message is written with a line end before it, in one call. A long one goes in {@link Parts}, since the system writes no
 * more than a page at once, and others may print in between. Used by one thread at a time.
 */
final class FreshLines extends OutputStream {
    private final OutputStream out;
    private final Parts parts;

    FreshLines(OutputStream out) {
        this.out = out;
        this.parts = new Parts(out);
    }

    @Override
    public void write(byte[] message) throws IOException {
        write(message, 0, message.length);
    }

    @Override
    public void write(byte[] message, int offset, int length) throws IOException {
        if (length < Parts.AT_ONCE) {
            byte[] line = new byte[length + 1];
            line[0] = '\n';
            System.arraycopy(message, offset, line, 1, length);
            out.write(line);
        } else {
            parts.write(message, offset, length);
        }
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single});
    }
}
