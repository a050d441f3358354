package io.reseat.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param what was measured
 * @param target what it should stay below, as text
 * @param reseat the figure
 * @param bare the figure of the bare loop, or of what else was measured beside it in the same run, or a dash
 * @param ratio of the two, or a dash
 * @param runs how often, or over how long
 * @param verdict "met", "missed", or a dash where no target was set
 */
record Row(String what, String target, String reseat, String bare, String ratio, String runs, String verdict) {
    private static final String NONE = "–";

    static Row latency(String what, Target target, Distribution reseat, @Nullable Distribution bare) {
        return new Row(
                what,
                target.toString(),
                reseat.toString(),
                bare == null ? NONE : bare.toString(),
                bare == null ? NONE : ratio(reseat.medianMillis() / bare.medianMillis()),
                String.valueOf(reseat.runs()),
                target.verdict(reseat, bare == null ? List.of() : List.of(bare)));
    }

    /** A latency beside those of other programs, by their names; none where they cannot run here. */
    static Row beside(String what, Target target, Distribution reseat, Map<String, Distribution> beside) {
        return new Row(
                what,
                target.toString(),
                reseat.toString(),
                joined(beside, (name, other) -> name + " " + other),
                joined(beside, (name, other) -> ratio(reseat.medianMillis() / other.medianMillis())),
                String.valueOf(reseat.runs()),
                target.verdict(reseat, beside.values()));
    }

    private static String joined(Map<String, Distribution> beside, BiFunction<String, Distribution, String> text) {
        String all = beside.entrySet().stream()
                .map(entry -> text.apply(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? NONE : all;
    }

    /** A figure that should be at most {@code limit}; {@code bare} is negative where there is none. */
    static Row atMost(String what, double limit, String unit, double reseat, double bare, String runs) {
        return new Row(
                what,
                "≤ " + number(limit) + " " + unit,
                number(reseat) + " " + unit,
                bare < 0 ? NONE : number(bare) + " " + unit,
                bare <= 0 ? NONE : ratio(reseat / bare),
                runs,
                reseat <= limit ? "met" : "**missed**");
    }

    /** Something that holds or does not. */
    static Row fact(String what, String target, String reseat, String runs, boolean met) {
        return new Row(what, target, reseat, NONE, NONE, runs, met ? "met" : "**missed**");
    }

    /** A figure without a target. */
    static Row note(String what, String reseat, String bare, String runs) {
        return new Row(what, NONE, reseat, bare.isEmpty() ? NONE : bare, NONE, runs, NONE);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String number(double value) {
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value < 1 ? "%.2f" : "%.1f", value);
    }
}
