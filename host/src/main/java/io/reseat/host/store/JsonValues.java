package io.reseat.host.store;

import java.util.Map;

/** Values as JSON has them, and nothing of a plugin in them. */
public final class JsonValues {
    private JsonValues() {}

    /**
     * A deep, unmodifiable copy: {@code String}, {@code Boolean}, {@code null}, whole numbers up to 64 bits as {@code Long},
     * {@code Float} and {@code Double} as {@code Double}, {@code List}, {@code Map} with string keys.
     *
     * @throws IllegalArgumentException if there is anything else, or more than 1 MiB; the message has the path of the value
     */
    public static Map<String, Object> copyOf(Map<String, ?> values) {
        throw new UnsupportedOperationException();
    }
}
