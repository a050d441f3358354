package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of one task's memory. Immutable.
 *
 * @param paused whether an operator paused it
 * @param completed the config digest that a {@code once} task has completed
 * @param state the newest state
 */
record Remembered(boolean paused, Optional<Digest> completed, Optional<StateSnapshot> state) {
    static final Remembered NOTHING = new Remembered(false, Optional.empty(), Optional.empty());

    private static final long FORMAT = 1;

    Remembered withPaused(boolean now) {
        return new Remembered(now, completed, state);
    }

    Remembered withCompleted(Digest configDigest) {
        return new Remembered(paused, Optional.of(configDigest), state);
    }

    /** A late checkpoint of a generation that was replaced must not hide what its successor saved. */
    Remembered withState(StateSnapshot newer) {
        boolean late = state.isPresent() && state.get().generation() > newer.generation();
        return late ? this : new Remembered(paused, completed, Optional.of(newer));
    }

    byte[] toJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("format", FORMAT);
        object.put("paused", paused);
        completed.ifPresent(digest -> object.put("completed", digest.hex()));
        state.ifPresent(snapshot -> object.put("state", toMap(snapshot)));
        return Json.write(object);
    }

    private static Map<String, Object> toMap(StateSnapshot state) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("stateVersion", state.stateVersion());
        object.put("pluginVersion", state.pluginVersion());
        object.put("generation", state.generation());
        object.put("values", state.values());
        return object;
    }

    static Remembered fromJson(byte[] content) throws IOException {
        Map<String, Object> object = Json.read(content);
        if (field(object, "format", Long.class) != FORMAT) {
            throw new IOException("a newer version of the host wrote it");
        }
        Object completed = object.get("completed");
        Object state = object.get("state");
        return new Remembered(
                field(object, "paused", Boolean.class),
                completed == null
                        ? Optional.empty()
                        : Optional.of(new Digest(as(String.class, "completed", completed))),
                state == null ? Optional.empty() : Optional.of(toState(as(Map.class, "state", state))));
    }

    @SuppressWarnings("unchecked") // Json makes maps with string keys alone
    private static StateSnapshot toState(Map<?, ?> raw) throws IOException {
        Map<String, Object> object = (Map<String, Object>) raw;
        return new StateSnapshot(
                Math.toIntExact(field(object, "stateVersion", Long.class)),
                field(object, "pluginVersion", String.class),
                field(object, "generation", Long.class),
                (Map<String, Object>) field(object, "values", Map.class));
    }

    private static <T> T field(Map<String, Object> object, String key, Class<T> type) throws IOException {
        return as(type, key, object.get(key));
    }

    private static <T> T as(Class<T> type, String key, @Nullable Object value) throws IOException {
        if (!type.isInstance(value)) {
            throw new IOException("its '" + key + "' is no " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
