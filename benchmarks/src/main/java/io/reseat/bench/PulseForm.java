package io.reseat.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How cycles are written to a file of {@link Pulses}. */
enum PulseForm {
    /** Four numbers of eight bytes, as the plugin writes them. */
    RECORD {
        @Override
        @Nullable
        Pulse take(ByteBuffer bytes) {
            if (bytes.remaining() < 4 * Long.BYTES) {
                return null;
            }
            long marker = bytes.getLong();
            long jar = bytes.getLong();
            long nanos = bytes.getLong();
            long rest = bytes.getLong();
            return new Pulse(marker, jar, nanos, (rest & 1) == 1, rest >> 1);
        }
    },
    /** Lines such as {@code {"marker": 7, "pid": 42, "nanos": 123}}, as the Python program prints them. */
    LINE {
        @Override
        @Nullable
        Pulse take(ByteBuffer bytes) {
            int end = bytes.position();
            while (end < bytes.limit() && bytes.get(end) != '\n') {
                end++;
            }
            if (end == bytes.limit()) {
                return null;
            }
            byte[] line = new byte[end - bytes.position()];
            bytes.get(line).get();
            return pulse(new String(line, StandardCharsets.UTF_8));
        }
    };

    private static final Pattern CYCLE = Pattern.compile("\\{\"marker\": (\\d+), \"pid\": (\\d+), \"nanos\": (\\d+)}");
    private static final long NO_JAR = 0;

    /** Takes the next cycle out of what was read; null if that has no whole one. */
    abstract @Nullable Pulse take(ByteBuffer bytes);

    private static Pulse pulse(String line) {
        Matcher matcher = CYCLE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("no cycle, but: " + line);
        }
        long marker = Long.parseLong(matcher.group(1));
        return new Pulse(marker, NO_JAR, Long.parseLong(matcher.group(3)), true, Long.parseLong(matcher.group(2)));
    }
}
