package io.reseat.host.child;

import io.reseat.host.wire.Channel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells the host what plugins log and print, on a thread of its own: a plugin that logs with its stack nearly used up must
 * not break the channel, and one that floods must not fill memory. Safe from any thread.
 *
 * <p>What a host takes too slowly first slows down who logs, then is left out and counted.
 */
final class Teller {
    /** Of this JVM: loggers are made by SLF4J, which knows of no instance. */
    static final Teller TO_HOST = new Teller();

    private static final int MOST_CHARS = 512 * 1024;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ROUND_MILLIS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Line> waiting = new ArrayDeque<>();
    private int chars;
    private boolean telling;
    private boolean impatient;
    private long leftOut;

    private record Line(String what, Map<String, Object> body, int chars) {}

    /** Starts to tell. What was said before is told as well. */
    void begin(Channel channel) {
        Thread thread = new Thread(() -> tellAll(channel), "reseat-tell");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Has the host told. Blocks for moments where there is no room, once for each time that it gets full.
     *
     * @param chars about the length of the body
     */
    void tell(String what, Map<String, Object> body, int chars) {
        lock.lock();
        try {
            if (hasRoom(chars)) {
                waiting.add(new Line(what, body, chars));
                this.chars += chars;
                changed.signalAll();
            } else {
                leftOut++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that was said so far is told. */
    void flush(long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (left > 0 && (telling || !waiting.isEmpty())) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(int more) {
        long left = impatient ? 0 : PATIENCE_NANOS;
        while (chars + more > MOST_CHARS && left > 0) {
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // it is the plugin's, which only logs
                left = 0;
            }
        }
        boolean room = chars + more <= MOST_CHARS;
        impatient = !room;
        return room;
    }

    private void tellAll(Channel channel) {
        try {
            while (true) {
                Line line = next();
                channel.tell(line.what, line.body);
                while (!channel.flushed(ROUND_MILLIS)) { // else the channel would keep what was bounded here
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that to a thread of the host
        }
    }

    private Line next() throws InterruptedException {
        lock.lock();
        try {
            telling = false;
            changed.signalAll();
            while (waiting.isEmpty() && leftOut == 0) {
                changed.await();
            }
            telling = true;
            @Nullable Line line = waiting.poll();
            if (line == null) {
                return account();
            }
            chars -= line.chars;
            changed.signalAll();
            return line;
        } finally {
            lock.unlock();
        }
    }

    private Line account() {
        Map<String, Object> body = new HashMap<>();
        body.put("level", "WARN");
        body.put("logger", Teller.class.getName());
        body.put("message", leftOut + " lines of the log and of what was printed were left out: they came too fast");
        body.put("thread", Thread.currentThread().getName());
        leftOut = 0;
        return new Line("log", body, 0);
    }
}
