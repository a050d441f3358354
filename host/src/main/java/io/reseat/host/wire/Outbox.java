package io.reseat.host.wire;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages in the order in which they were given. Small ones are written by the caller as long as little is
 * unanswered: the pipe has room for them even if nobody reads. All else is written by a thread, so that a reader which
 * was stopped blocks nobody here. Safe from any thread.
 */
final class Outbox {
    /**
     * Most pipes hold 64 KiB, but a user of Linux who has many gets new ones of a page. Some of that is left for answers,
     * which are not counted: there are as many as threads that wait for them. On Windows nothing is sure.
     */
    private static final int SURE_OF_ROOM = File.separatorChar == '/' ? 3 * 1024 : 0;

    private final String name;
    private final OutputStream out;
    private final Consumer<IOException> broken;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long unanswered;
    private boolean writing;
    private boolean closed;
    private @Nullable Thread writer;

    /** @param broken told once when nothing can be written any more */
    Outbox(String name, OutputStream out, Consumer<IOException> broken) {
        this.name = name;
        this.out = out;
        this.broken = broken;
    }

    /** Sends a line. Does not block. */
    void send(byte[] line) {
        synchronized (this) {
            if (closed) {
                return;
            }
            unanswered += line.length;
            if (writing || !waiting.isEmpty() || unanswered > SURE_OF_ROOM) {
                waiting.add(line);
                startWriter();
                notifyAll();
                return;
            }
            writing = true;
        }
        try {
            write(line);
        } finally { // a plugin may get here with its stack nearly used up
            written();
        }
    }

    /** Waits until all was handed to the system, or can never be. */
    synchronized boolean flushed(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (!closed && (writing || !waiting.isEmpty()) && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return closed || (!writing && waiting.isEmpty());
    }

    private synchronized void written() {
        writing = false;
        notifyAll();
    }

    /** The other end has read so much of what was sent. */
    synchronized void answered(int bytes) {
        unanswered -= bytes;
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
        notifyAll();
    }

    private void startWriter() {
        if (writer == null) {
            Thread started = new Thread(this::writeAll, name + "-out");
            started.setDaemon(true);
            writer = started;
            started.start();
        }
    }

    private void writeAll() {
        byte[] line = next();
        while (line != null) {
            write(line);
            line = following();
        }
    }

    private synchronized byte @Nullable [] following() {
        written();
        return next();
    }

    private synchronized byte @Nullable [] next() {
        while (!closed && (writing || waiting.isEmpty())) {
            try {
                wait();
            } catch (InterruptedException e) {
                closed = true; // nobody does that to a thread of the host
            }
        }
        writing = !closed;
        return waiting.poll();
    }

    private void write(byte[] line) {
        try {
            out.write(line);
            out.flush();
        } catch (IOException e) {
            close();
            broken.accept(e);
        }
    }
}
