package io.reseat.host.child;

import io.reseat.host.wire.Channel;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells the host what plugins log and print, on a thread of its own: a plugin that logs with its stack nearly used up must
 * not break the channel, and one that floods must not fill memory. Safe from any thread. It has no lock, since one that is
 * taken where the stack ends may never be given back.
 *
 * <p>What a host takes too slowly first slows down who logs, then is left out and counted.
 */
final class Teller {
    /** Of this JVM: loggers are made by SLF4J, which knows of no instance. */
    static final Teller TO_HOST = new Teller();

    private static final int MOST_CHARS = 512 * 1024;
    private static final int PATIENCE_MILLIS = 50;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long ROUND_MILLIS = 1_000;

    private final Queue<Line> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong chars = new AtomicLong();
    private final AtomicLong leftOut = new AtomicLong();
    private volatile boolean telling;
    private volatile boolean impatient;
    private volatile @Nullable Thread thread;

    private record Line(String what, Map<String, Object> body, int chars) {}

    /** Starts to tell. What was said before is told as well. */
    void begin(Channel channel) {
        Thread started = new Thread(() -> tellAll(channel), "reseat-tell");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    /**
     * Has the host told. Blocks for moments where there is no room, once for each time that it gets full.
     *
     * @param length about that of the body, in characters
     */
    void tell(String what, Map<String, Object> body, int length) {
        if (hasRoom(length)) {
            waiting.add(new Line(what, body, length));
            chars.addAndGet(length); // not before: what is counted has to be taken
        } else {
            leftOut.incrementAndGet();
        }
        LockSupport.unpark(thread);
    }

    /** Waits until all that was said so far is told, but not for longer. */
    void flush(long millis) {
        for (long left = millis; left > 0 && !idle() && pause(); left--) {
            LockSupport.unpark(thread);
        }
    }

    private boolean idle() {
        return waiting.isEmpty() && leftOut.get() == 0 && !telling;
    }

    private boolean hasRoom(int more) {
        int left = impatient ? 0 : PATIENCE_MILLIS;
        while (chars.get() + more > MOST_CHARS && left > 0 && pause()) {
            left--;
        }
        boolean room = chars.get() + more <= MOST_CHARS;
        impatient = !room;
        return room;
    }

    /** About a millisecond; false, and none, on a thread that is interrupted, which may be a plugin's that only logs. */
    private static boolean pause() {
        LockSupport.parkNanos(MILLI);
        return !Thread.currentThread().isInterrupted();
    }

    private void tellAll(Channel channel) {
        try {
            while (true) {
                telling = true;
                Line line = next();
                if (line == null) {
                    telling = false;
                    LockSupport.park(this);
                } else {
                    channel.tell(line.what, line.body);
                    while (!channel.flushed(ROUND_MILLIS)) { // else the channel would keep what was bounded here
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that to a thread of the host
        }
    }

    private @Nullable Line next() {
        Line line = waiting.poll();
        if (line != null) {
            chars.addAndGet(-line.chars);
            return line;
        }
        long lost = leftOut.getAndSet(0);
        return lost == 0 ? null : account(lost);
    }

    private static Line account(long lost) {
        Map<String, Object> body = new HashMap<>();
        body.put("level", "WARN");
        body.put("logger", Teller.class.getName());
        body.put("message", lost + " lines of the log and of what was printed were left out: they came too fast");
        body.put("thread", Thread.currentThread().getName());
        return new Line("log", body, 0);
    }
}
