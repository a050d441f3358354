package io.reseat.host.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How sizes are written in a config: {@code 64MiB}, {@code 128m}, {@code 10kB}, {@code 512}. One letter counts by 1024 as
 * the options of a JVM do, {@code KiB} too, and {@code kB} by 1000.
 */
public final class ByteSizes {
    private static final Pattern RULE = Pattern.compile("([0-9]{1,18})\\s?([kmgt]?)(i?b)?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "kmgt"; // each is the next power

    private ByteSizes() {}

    /** The shortest way to write a number of bytes: {@code 1MiB}, {@code 1500}. */
    public static String text(long bytes) {
        for (int power = UNITS.length(); power > 0; power--) {
            long unit = 1L << (10 * power);
            if (bytes >= unit && bytes % unit == 0) {
                return bytes / unit + UNITS.substring(power - 1, power).toUpperCase(Locale.ROOT) + "iB";
            }
        }
        return bytes + " bytes";
    }

    /** About how many bytes, for people: {@code 2.3 MiB}, {@code 1500 bytes}. */
    public static String about(long bytes) {
        int power = 0;
        double value = bytes;
        while (value >= 1024 && power < UNITS.length()) {
            value /= 1024;
            power++;
        }
        return power == 0
                ? bytes + " bytes"
                : String.format(
                        Locale.ROOT,
                        "%.1f %siB",
                        value,
                        UNITS.substring(power - 1, power).toUpperCase(Locale.ROOT));
    }

    /**
     * Reads a number of bytes.
     *
     * @throws IllegalArgumentException with a readable message that has the text in it
     */
    public static long parse(String text) {
        Matcher matcher = RULE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size; write for example 64MiB, 128m or 10kB");
        }
        String unit = matcher.group(2).toLowerCase(Locale.ROOT);
        boolean decimal = "b".equalsIgnoreCase(matcher.group(3));
        try {
            long bytes = Long.parseLong(matcher.group(1));
            for (int i = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1; i > 0; i--) {
                bytes = Math.multiplyExact(bytes, decimal ? 1000L : 1024L);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is more bytes than can be counted", e);
        }
    }
}
