package io.reseat.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Many runs of one measurement, in nanoseconds. Immutable; percentiles are nearest-rank, so each is a run that happened. */
final class Distribution {
    private final long[] sorted;

    Distribution(Collection<Long> nanos) {
        if (nanos.isEmpty()) {
            throw new IllegalArgumentException("no runs");
        }
        sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    double medianMillis() {
        return percentileMillis(50);
    }

    double percentileMillis(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }

    int runs() {
        return sorted.length;
    }

    /** p50 / p99, in milliseconds; of fewer than a hundred runs the second is the longest one. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s / %s ms", millis(medianMillis()), millis(percentileMillis(99)));
    }

    static String millis(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Distribution d && Arrays.equals(sorted, d.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }
}
