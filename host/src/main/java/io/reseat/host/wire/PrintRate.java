package io.reseat.host.wire;

/** How many printed lines of a child are logged: some at once, and so many a second for long. For one thread at a time. */
public final class PrintRate {
    /** For ever. */
    public static final int LINES_A_SECOND = 500;

    private static final int AT_ONCE = 2_000;
    private static final double NANOS_PER_LINE = 1e9 / LINES_A_SECOND;

    private double room = AT_ONCE;
    private long counted;

    /** @param nanos a time that only rises, as it is now */
    public PrintRate(long nanos) {
        this.counted = nanos;
    }

    /** Whether another line may be logged now; if so, it is counted. */
    public boolean mayPass(long nanos) {
        room = Math.min(AT_ONCE, room + (nanos - counted) / NANOS_PER_LINE);
        counted = nanos;
        if (room < 1) {
            return false;
        }
        room--;
        return true;
    }
}
