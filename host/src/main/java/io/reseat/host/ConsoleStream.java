package io.reseat.host;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Takes log lines for the console and never waits for it: a terminal that was stopped, or a pipe that nobody reads, would
 * else stop whoever logs, and with that all tasks. Safe from any thread; one thread of its own writes.
 *
 * <p>What does not fit while nobody reads is left out and counted: the log file has it.
 */
final class ConsoleStream extends OutputStream {
    static final int MOST_BYTES = 4 << 20;
    private static final long PATIENCE_MILLIS = 1_000;
    private static final byte[] NOTHING = {};

    private final PrintStream console;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private final Thread writer = new Thread(this::write, "reseat-console");
    private long waiting;
    private long leftOut;
    private boolean closed;

    ConsoleStream(PrintStream console) {
        this.console = console;
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    /** Takes one line, or leaves it out. */
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (length == 0 || closed) {
            return;
        }
        if (waiting + length > MOST_BYTES && !lines.isEmpty()) {
            leftOut++;
            return;
        }
        lines.add(Arrays.copyOfRange(bytes, offset, offset + length));
        waiting += length;
        notifyAll();
    }

    /** Takes no more; what waits is written, if the console takes it within a second. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            writer.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        for (byte[] line = next(); line.length > 0; line = next()) {
            console.write(line, 0, line.length);
            console.flush();
        }
    }

    /** What is to be written next; nothing when this is closed and all is written. */
    private synchronized byte[] next() {
        while (lines.isEmpty() && leftOut == 0 && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // nothing of the host does that: lines go on
            }
        }
        if (!lines.isEmpty()) {
            byte[] line = lines.remove();
            waiting -= line.length;
            return line;
        }
        return leftOut == 0 ? NOTHING : notice();
    }

    private byte[] notice() {
        String text = "(nobody read this for a while: " + leftOut
                + " log lines were left out here; logs/reseat.log has them)";
        leftOut = 0;
        return (text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
    }
}
