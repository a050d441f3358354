package io.reseat.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a latency should stay below.
 *
 * @param p50Millis at the median; infinite where no target was set
 * @param p99Millis at the 99th percentile; infinite where only the median counts
 * @param times how many times the median of what is measured beside it; infinite where that is only shown
 */
record Target(double p50Millis, double p99Millis, double times) {
    /** How many times the bare loop's figure Reseat may need. */
    private static final double RATIO = 2.5;

    Target(double p50Millis, double p99Millis) {
        this(p50Millis, p99Millis, RATIO);
    }

    static Target median(double millis) {
        return new Target(millis, Double.POSITIVE_INFINITY);
    }

    /** Only the median counts, and what is measured beside it is shown. */
    static Target alone(double millis) {
        return new Target(millis, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** Only the median counts, and what is measured beside it is not to need less. */
    static Target noMoreThanBeside(double millis) {
        return new Target(millis, Double.POSITIVE_INFINITY, 1);
    }

    /** None was set: the figure is shown. */
    static Target none() {
        return alone(Double.POSITIVE_INFINITY);
    }

    String verdict(Distribution reseat, Collection<Distribution> beside) {
        List<String> missed = new ArrayList<>();
        if (reseat.medianMillis() > p50Millis) {
            missed.add("p50");
        }
        if (reseat.percentileMillis(99) > p99Millis) {
            missed.add("p99");
        }
        if (beside.stream().anyMatch(other -> reseat.medianMillis() > times * other.medianMillis())) {
            missed.add("ratio");
        }
        if (Double.isInfinite(p50Millis)) {
            return "–";
        }
        return missed.isEmpty() ? "met" : "**missed** " + String.join(", ", missed);
    }

    @Override
    public String toString() {
        if (Double.isInfinite(p50Millis)) {
            return "–";
        }
        String p50 = "p50 ≤ " + plain(p50Millis) + " ms";
        String p99 = Double.isInfinite(p99Millis) ? "" : ", p99 ≤ " + plain(p99Millis) + " ms";
        return p50 + p99 + (times == 1 ? ", ratio ≤ 1" : "");
    }

    private static String plain(double value) {
        return String.valueOf(Math.round(value));
    }
}
