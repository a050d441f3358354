package io.reseat.host.children;

import io.reseat.host.wire.PrintRate;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What comes on the line of one child and is no message: printed by native code and by processes that the child started.
 * It is logged as long as there is not too much of it, since nothing in the child bounds it. Safe from any thread.
 */
final class Noise {
    private static final int LONGEST_LINE = 8 * 1024;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Consumer<String> log;
    private final Children.Timer timer;
    private final LongSupplier nanos;
    private final PrintRate rate;
    private long leftOut;

    /**
     * @param log gets each line, and how many were left out, at most once a second
     * @param nanos a time that only rises
     */
    Noise(Consumer<String> log, Children.Timer timer, LongSupplier nanos) {
        this.log = log;
        this.timer = timer;
        this.nanos = nanos;
        this.rate = new PrintRate(nanos.getAsLong());
    }

    synchronized void take(String line) {
        if (rate.mayPass(nanos.getAsLong())) {
            log.accept(cut(line));
        } else if (leftOut++ == 0) {
            Future<?> unused = timer.after(SECOND, this::account); // nobody will cancel it
        }
    }

    /** Says how many were left out since it was said last. */
    synchronized void account() {
        if (leftOut > 0) {
            log.accept("(" + leftOut + " lines were left out: more than " + PrintRate.LINES_A_SECOND
                    + " a second were printed)");
            leftOut = 0;
        }
    }

    private static String cut(String line) {
        int more = line.length() - LONGEST_LINE;
        return more <= 0 ? line : line.substring(0, LONGEST_LINE) + "… (" + more + " characters cut)";
    }
}
