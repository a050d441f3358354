package io.reseat.host.child;

import io.reseat.host.wire.PrintRate;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of a standard stream and tells the host each line, with the task of the thread that printed it. Lines are
 * cut and their number is limited, since a plugin may print in a loop. Safe from any thread.
 */
final class PrintedLines extends OutputStream {
    private static final int LONGEST = 8 * 1024;

    private final String stream;
    private final Teller teller;
    private final LongSupplier nanoTime;
    private final PrintRate rate;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long cut;
    private @Nullable String task;
    private boolean seen;
    private long leftOut;

    /**
     * @param stream its name
     * @param nanoTime of the JVM
     */
    PrintedLines(String stream, Teller teller, LongSupplier nanoTime) {
        this.stream = stream;
        this.teller = teller;
        this.nanoTime = nanoTime;
        this.rate = new PrintRate(nanoTime.getAsLong());
    }

    /** What code sees in place of the standard stream. */
    PrintStream printStream() {
        return new PrintStream(this, false, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        begin();
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                add(bytes, from, i - from);
                end();
                from = i + 1;
            }
        }
        add(bytes, from, offset + length - from);
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    /** Tells what was printed without a line end and is not quite new; called now and then. */
    synchronized void look() {
        if (seen && line.size() > 0) {
            end();
        } else if (leftOut > 0) {
            account();
        }
        seen = true;
    }

    /** Tells what was printed without a line end. */
    synchronized void endLine() {
        if (line.size() > 0) {
            end();
        }
    }

    /** What another task printed without a line end is a line of its own. */
    private void begin() {
        String current = ThreadContexts.ALL.task();
        if (line.size() > 0 && task != null && !task.equals(current)) {
            end();
        }
        task = current;
    }

    private void add(byte[] bytes, int offset, int length) {
        int taken = Math.min(length, LONGEST - line.size());
        line.write(bytes, offset, taken);
        cut += length - taken;
        seen &= length == 0;
    }

    private void end() {
        String text = line.toString(StandardCharsets.UTF_8);
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        text = cut == 0 ? text : text + "… (" + cut + " bytes cut)";
        line.reset();
        cut = 0;
        if (rate.mayPass(nanoTime.getAsLong())) {
            account();
            tell(text);
        } else {
            leftOut++;
        }
    }

    private void account() {
        if (leftOut > 0) {
            tell("… (" + leftOut + " lines were left out: more than " + PrintRate.LINES_A_SECOND
                    + " a second were printed)");
            leftOut = 0;
        }
    }

    private void tell(String text) {
        Map<String, Object> body = new HashMap<>();
        body.put("stream", stream);
        body.put("line", text);
        if (task != null) {
            body.put("task", task);
        }
        teller.tell("out", body, text.length() + 100);
    }
}
