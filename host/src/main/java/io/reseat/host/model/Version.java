package io.reseat.host.model;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * The version of a plugin, ordered as Semantic Versioning 2.0.0 section 11 says. Lenient in what it takes: any number of
 * numeric parts ({@code 1.2}, {@code 1.2.3.4}), missing ones count as 0, {@code +build} is not compared, and what has no
 * numbers at all sorts below what has.
 */
public record Version(String text) implements Comparable<Version> {
    /** What a plugin has that names no version. */
    public static final Version NONE = new Version("0");

    /** @throws IllegalArgumentException if the text is blank or has characters that cannot stand in a loader's name */
    public Version {
        Names.check("version", text.replace('+', '-'));
    }

    @Override
    public int compareTo(Version other) {
        int byNumbers = compareNumbers(numbers(), other.numbers());
        return byNumbers != 0 ? byNumbers : comparePreRelease(preRelease(), other.preRelease());
    }

    /** Whether its first numeric parts are these; what has no number there begins with none. */
    boolean beginsWith(List<String> parts) {
        List<String> numbers = numbers();
        for (int i = 0; i < parts.size(); i++) {
            String number = i < numbers.size() ? numbers.get(i) : "0";
            if (!isNumber(number) || compareNumber(number, parts.get(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    private String core() {
        int build = text.indexOf('+');
        return build < 0 ? text : text.substring(0, build);
    }

    private List<String> numbers() {
        String core = core();
        int dash = core.indexOf('-');
        return Arrays.asList((dash < 0 ? core : core.substring(0, dash)).split("\\.", -1));
    }

    private String preRelease() {
        String core = core();
        int dash = core.indexOf('-');
        return dash < 0 ? "" : core.substring(dash + 1);
    }

    private static int compareNumbers(List<String> left, List<String> right) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int order = comparePart(i < left.size() ? left.get(i) : "0", i < right.size() ? right.get(i) : "0", 1);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int comparePreRelease(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty()); // a release comes after its pre-releases
        }
        String[] l = left.split("\\.", -1);
        String[] r = right.split("\\.", -1);
        for (int i = 0; i < Math.min(l.length, r.length); i++) {
            int order = comparePart(l[i], r[i], -1);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(l.length, r.length);
    }

    /** @param numberBesideText how a number compares with text: above it in the core, below it in a pre-release */
    private static int comparePart(String left, String right, int numberBesideText) {
        boolean leftNumeric = isNumber(left);
        boolean rightNumeric = isNumber(right);
        if (leftNumeric && rightNumeric) {
            return compareNumber(left, right);
        } else if (leftNumeric || rightNumeric) {
            return leftNumeric ? numberBesideText : -numberBesideText;
        }
        return left.compareTo(right);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Numbers of any length: some versions are times. */
    private static int compareNumber(String left, String right) {
        return new BigInteger(left).compareTo(new BigInteger(right));
    }

    @Override
    public String toString() {
        return text;
    }
}
