package io.reseat.host.store;

import io.reseat.host.model.ByteSizes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies values as JSON has them, so that nothing of a plugin is in them. One instance for one copy. */
public final class JsonValues {
    private static final int DEEPEST = 100;
    private static final int COUNTED_BEYOND = 64; // times the limit: what is larger need not be known exactly

    private final Deque<Object> path = new ArrayDeque<>();
    private final long mostBytes;
    private final long mostCounted;
    private String beyond = "";
    private long bytes;

    private JsonValues(long mostBytes) {
        this.mostBytes = mostBytes;
        this.mostCounted = mostBytes > Long.MAX_VALUE / COUNTED_BEYOND ? Long.MAX_VALUE : mostBytes * COUNTED_BEYOND;
    }

    /**
     * A deep, unmodifiable copy: {@code String}, {@code Boolean}, {@code null}, whole numbers up to 64 bits as {@code Long},
     * {@code Float} and {@code Double} as {@code Double}, {@code List}, {@code Map} with string keys.
     *
     * @throws IllegalArgumentException if there is anything else; the message has the path of the value
     */
    public static Map<String, Object> copyOf(Map<String, ?> values) {
        return copyOf(values, Long.MAX_VALUE);
    }

    /**
     * The same with a limit.
     *
     * @param mostBytes as many bytes the values may take as JSON
     * @throws IllegalArgumentException also if they take more; the message says how much, and has the path of the first
     *     value beyond
     */
    @SuppressWarnings("NullAway") // its view of generics knows no map with nullable values
    public static Map<String, Object> copyOf(Map<String, ?> values, long mostBytes) {
        JsonValues copying = new JsonValues(mostBytes);
        Map<String, Object> copy = copying.copyMap(values);
        copying.expectFits();
        return copy;
    }

    private @Nullable Object copy(@Nullable Object value) {
        if (value == null) {
            count(4);
            return null;
        }
        if (value instanceof Boolean truth) {
            return counted(truth ? 4 : 5, value);
        }
        if (value instanceof String text) {
            return counted(encodedLength(text), text);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            long whole = ((Number) value).longValue();
            return counted(Long.toString(whole).length(), whole);
        }
        if (value instanceof Double || value instanceof Float) {
            double fraction = finite(((Number) value).doubleValue());
            return counted(Double.toString(fraction).length(), fraction);
        }
        if (path.size() >= DEEPEST) {
            throw refused("is nested more than " + DEEPEST + " deep");
        }
        return copyContainer(value);
    }

    private Object copyContainer(Object value) {
        if (value instanceof Map<?, ?> map) {
            return copyMap(map);
        }
        if (value instanceof List<?> list) {
            return copyList(list);
        }
        throw refused("is a " + value.getClass().getName()
                + ": only String, Boolean, Long, Double, null, List and Map can be saved");
    }

    @SuppressWarnings("NullAway")
    private Map<String, Object> copyMap(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        boolean first = true;
        count(2);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw refused("has a key that is no String");
            }
            path.addLast(key);
            count(encodedLength(key) + (first ? 1 : 2));
            first = false;
            Object value = copy(entry.getValue());
            if (beyond.isEmpty()) { // else it is only counted
                copy.put(key, value);
            }
            path.removeLast();
        }
        return Collections.unmodifiableMap(copy);
    }

    @SuppressWarnings("NullAway")
    private List<Object> copyList(List<?> list) {
        List<Object> copy = new ArrayList<>();
        int index = 0;
        count(2);
        for (Object element : list) {
            path.addLast(index);
            count(index == 0 ? 0 : 1);
            index++;
            Object value = copy(element);
            if (beyond.isEmpty()) {
                copy.add(value);
            }
            path.removeLast();
        }
        return Collections.unmodifiableList(copy);
    }

    private <T> T counted(long length, T value) {
        count(length);
        return value;
    }

    private void count(long length) {
        bytes += length;
        if (bytes > mostBytes && beyond.isEmpty()) {
            beyond = subject();
        }
        if (bytes > mostCounted) {
            throw tooLarge("more than " + ByteSizes.about(mostCounted));
        }
    }

    private void expectFits() {
        if (!beyond.isEmpty()) {
            throw tooLarge(ByteSizes.about(bytes));
        }
    }

    private IllegalArgumentException tooLarge(String size) {
        return new IllegalArgumentException("the state takes " + size + " as JSON, and limits.state in conf/reseat.yaml"
                + " is " + ByteSizes.text(mostBytes) + "; " + beyond + " goes beyond it: keep what is large in"
                + " dataDirectory(), or raise limits.state, which applies at once");
    }

    private double finite(double value) {
        if (!Double.isFinite(value)) {
            throw refused("is " + value + ", which JSON does not have");
        }
        return value;
    }

    private long encodedLength(String text) {
        long length = 2;
        for (int i = 0; i < text.length() && length <= mostCounted; i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? escapedLength(c) : c < 0x800 ? 2 : 3;
            if (Character.isSurrogate(c)) {
                i += pair(text, i);
                length++;
            }
        }
        return length;
    }

    private static int escapedLength(char c) {
        if (c == '"' || c == '\\' || "\b\t\n\f\r".indexOf(c) >= 0) {
            return 2;
        }
        return c < ' ' ? 6 : 1;
    }

    private int pair(String text, int i) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
            throw refused("has half of a surrogate pair: it is no text");
        }
        return 1;
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(subject() + " " + why);
    }

    /** Where in the state. */
    private String subject() {
        StringBuilder where = new StringBuilder();
        for (Iterator<Object> i = path.iterator(); i.hasNext(); ) {
            Object step = i.next();
            if (step instanceof Integer) {
                where.append('[').append(step).append(']');
            } else {
                where.append(where.length() == 0 ? "" : ".").append(step);
            }
        }
        return where.length() == 0 ? "the state" : "the state's '" + where + "'";
    }
}
