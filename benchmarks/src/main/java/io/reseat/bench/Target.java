package io.reseat.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a latency should stay below.
 *
 * @param p50Millis at the median
 * @param p99Millis at the 99th percentile; infinite where only the median counts
 */
record Target(double p50Millis, double p99Millis) {
    /** How many times the bare loop's figure Reseat may need. */
    static final double RATIO = 2.5;

    static Target median(double millis) {
        return new Target(millis, Double.POSITIVE_INFINITY);
    }

    String verdict(Distribution reseat, @Nullable Distribution bare) {
        List<String> missed = new ArrayList<>();
        if (reseat.medianMillis() > p50Millis) {
            missed.add("p50");
        }
        if (reseat.percentileMillis(99) > p99Millis) {
            missed.add("p99");
        }
        if (bare != null && reseat.medianMillis() > RATIO * bare.medianMillis()) {
            missed.add("ratio");
        }
        return missed.isEmpty() ? "met" : "**missed** " + String.join(", ", missed);
    }

    @Override
    public String toString() {
        String p50 = "p50 ≤ " + plain(p50Millis) + " ms";
        return Double.isInfinite(p99Millis) ? p50 : p50 + ", p99 ≤ " + plain(p99Millis) + " ms";
    }

    private static String plain(double value) {
        return String.valueOf(Math.round(value));
    }
}
