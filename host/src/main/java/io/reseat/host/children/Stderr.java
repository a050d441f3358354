package io.reseat.host.children;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a child JVM says on its standard error: read by a thread of its own, logged line by line as long as there are not
 * too many, and its end kept for the case that it dies.
 */
final class Stderr {
    private static final int LONGEST_LINE = 2_000;
    private static final int KEPT_LINES = 20;
    private static final int LINES_A_SECOND = 100;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<String> log;
    private final LongSupplier nanos;
    private final Deque<String> last = new ArrayDeque<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private long second;
    private int inSecond;
    private int leftOut;

    /**
     * @param log gets each line, and how many were left out
     * @param nanos a time that only rises
     */
    Stderr(Consumer<String> log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    /** Starts to read. */
    void begin(String name, InputStream in) {
        Thread reader = new Thread(null, () -> read(in), name + "-stderr", 128 << 10, false);
        reader.setDaemon(true);
        reader.start();
    }

    void read(InputStream in) {
        try (BufferedReader text = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()), 1 << 12)) {
            StringBuilder line = new StringBuilder();
            for (int c = text.read(); c >= 0; c = text.read()) {
                if (c == '\n') {
                    take(line.toString().stripTrailing());
                    line.setLength(0);
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) c);
                }
            }
            take(line.toString().stripTrailing());
        } catch (IOException e) {
            take("(reading it failed: " + e.getMessage() + ")");
        } finally {
            reportLeftOut();
            over.complete(null);
        }
    }

    /** Completes at its end. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** The last lines, the oldest first. */
    synchronized List<String> last() {
        return List.copyOf(last);
    }

    private void take(String line) {
        if (line.isEmpty()) {
            return;
        }
        synchronized (this) {
            last.add(line);
            if (last.size() > KEPT_LINES) {
                last.remove();
            }
        }
        long now = nanos.getAsLong();
        if (now - second >= SECOND) {
            reportLeftOut();
            second = now;
            inSecond = 0;
        }
        if (inSecond++ < LINES_A_SECOND) {
            log.accept(line);
        } else {
            leftOut++;
        }
    }

    private void reportLeftOut() {
        if (leftOut > 0) {
            log.accept("(" + leftOut + " more lines came within a second and were left out)");
            leftOut = 0;
        }
    }
}
