package io.reseat.host.child;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Halts the JVM when its end takes too long: a hook of a plugin may never return. Its thread is started beforehand, since
 * starting one takes a lock that a plugin can hold. Safe from any thread.
 */
final class Backstop {
    private static final long NEVER = Long.MAX_VALUE;

    private final int status;
    private final Thread thread = new Thread(this::watch, "reseat-halt");
    private final AtomicLong halts = new AtomicLong(NEVER);

    /** @param status of the JVM where it had to be halted */
    Backstop(int status) {
        this.status = status;
        thread.setDaemon(true);
        thread.start();
    }

    /** Halts the JVM after this time; an earlier end that was set before stays. */
    void haltAfter(long seconds) {
        halts.accumulateAndGet(now() + TimeUnit.SECONDS.toMillis(seconds), Math::min);
        LockSupport.unpark(thread);
    }

    private void watch() {
        long left = left();
        while (left > 0) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(left)); // for ever is 292 years
            left = left();
        }
        Runtime.getRuntime().halt(status);
    }

    private long left() {
        long at = halts.get();
        return at == NEVER ? NEVER : at - now();
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
