package io.reseat.host.child;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Begins each message on a line of its own, whatever native code printed before it: a message is written with a line end
 * before it, in one call. Used by one thread at a time.
 */
final class FreshLines extends OutputStream {
    private static final int COPIED = 64 * 1024;

    private final OutputStream out;

    FreshLines(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(byte[] message) throws IOException {
        write(message, 0, message.length);
    }

    @Override
    public void write(byte[] message, int offset, int length) throws IOException {
        if (length > COPIED) { // a pipe takes it in several parts anyway
            out.write('\n');
            out.write(message, offset, length);
            return;
        }
        byte[] line = new byte[length + 1];
        line[0] = '\n';
        System.arraycopy(message, offset, line, 1, length);
        out.write(line);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single});
    }
}
