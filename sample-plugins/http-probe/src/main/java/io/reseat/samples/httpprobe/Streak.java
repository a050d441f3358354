package io.reseat.samples.httpprobe;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * How long a target has been up or down. Immutable; crosses a reload as JSON values.
 *
 * @param up whether the last probes found it up
 * @param length how many probes in a row said so; 0 before the first
 * @param since when the first of them did
 */
record Streak(boolean up, long length, Instant since) {
    /** A target nobody asked yet counts as up, so that finding it down is news and finding it up is not. */
    static Streak unseen(Instant now) {
        return new Streak(true, 0, now);
    }

    Streak next(boolean nowUp, Instant now) {
        return nowUp == up ? new Streak(up, length + 1, since) : new Streak(nowUp, 1, now);
    }

    Map<String, Object> toState() {
        return Map.of("up", up, "length", length, "since", since.toString());
    }

    /** Throws where the state is none of ours: the host then leaves the predecessor running. */
    static Streak fromState(Map<?, ?> state) {
        return new Streak(
                value(state, "up", Boolean.class),
                value(state, "length", Long.class),
                Instant.parse(value(state, "since", String.class)));
    }

    private static <T> T value(Map<?, ?> state, String key, Class<T> type) {
        return type.cast(Objects.requireNonNull(state.get(key), () -> "the saved streak has no " + key));
    }
}
