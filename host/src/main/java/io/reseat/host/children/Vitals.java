package io.reseat.host.children;

import java.util.Map;

/**
 * How a child JVM is, as of its last answer.
 *
 * @param heapUsed bytes of its heap in use
 * @param heapMax the most bytes that its heap may have
 * @param cpu processor time since its start, in nanoseconds
 * @param threads how many live threads it has
 */
public record Vitals(long heapUsed, long heapMax, long cpu, long threads) {
    /** Before the first answer. */
    static final Vitals NONE = new Vitals(0, 0, 0, 0);

    static Vitals of(Map<String, Object> answer) {
        return new Vitals(
                number(answer, "heapUsed"),
                number(answer, "heapMax"),
                number(answer, "cpu"),
                number(answer, "threads"));
    }

    private static long number(Map<String, Object> answer, String key) {
        return answer.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
