package io.reseat.host.children;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged of and for child JVMs, written by a thread of its own: a log whose disk stands still must hold up neither
 * who reads what children say nor who looks whether they live. What it takes too slowly is left out and counted. Safe from
 * any thread.
 */
final class LogLines {
    private static final Logger LOG = LoggerFactory.getLogger(LogLines.class);
    private static final long MOST_CHARS = 4 << 20;
    private static final int MOST_NAMED = 20;
    private static final long IDLE_MILLIS = 10_000;

    private final long most;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private final Map<String, Long> leftOut = new TreeMap<>();
    private long chars;
    private boolean writing;
    private @Nullable Thread writer;

    private record Line(Runnable write, int chars) {}

    LogLines() {
        this(MOST_CHARS);
    }

    /** @param most characters that may wait */
    LogLines(long most) {
        this.most = most;
    }

    /**
     * Has a line of a child written. Does not block.
     *
     * @param whose what the child is called
     * @param length about that of the line, in characters
     */
    synchronized void add(String whose, int length, Runnable write) {
        if (chars + length > most) {
            boolean named = leftOut.size() < MOST_NAMED || leftOut.containsKey(whose);
            leftOut.merge(named ? whose : "others", 1L, Long::sum);
        } else {
            add(new Line(write, length));
        }
    }

    /** Has a line of the host itself written, whatever waits: there are few. Does not block. */
    synchronized void addOwn(Runnable write) {
        add(new Line(write, 0));
    }

    private void add(Line line) {
        chars += line.chars();
        waiting.add(line);
        if (writer == null) {
            writer = writer();
        }
        notifyAll();
    }

    /** Waits until all that came so far is written, but not for longer. */
    synchronized void flush(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while ((writing || !waiting.isEmpty()) && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private @Nullable Thread writer() {
        Thread thread = new Thread(null, this::writeAll, "reseat-children-log", 0, false);
        thread.setDaemon(true);
        try {
            thread.start();
            return thread;
        } catch (OutOfMemoryError e) {
            return null; // no thread can be had now; the next line tries again
        }
    }

    private void writeAll() {
        try {
            for (Runnable line = next(); line != null; line = next()) {
                line.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that to a thread of the host
        } finally {
            ended();
        }
    }

    private synchronized void ended() {
        writer = waiting.isEmpty() ? null : writer();
        writing = false;
        notifyAll();
    }

    /** Null after a while without any, which ends the thread. */
    private synchronized @Nullable Runnable next() throws InterruptedException {
        writing = false;
        notifyAll();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
        long left = IDLE_MILLIS;
        while (waiting.isEmpty() && leftOut.isEmpty() && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        Line line = waiting.poll();
        if (line != null) {
            chars -= line.chars();
            writing = true;
            return line.write();
        }
        return leftOut.isEmpty() ? null : account();
    }

    private Runnable account() {
        Map<String, Long> whose = new TreeMap<>(leftOut);
        leftOut.clear();
        long lines = whose.values().stream().mapToLong(Long::longValue).sum();
        return () ->
                LOG.warn("{} lines of child JVMs were left out: the log took them too slowly. Of {}", lines, whose);
    }
}
