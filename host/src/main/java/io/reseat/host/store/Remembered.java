package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one file of {@link TaskMemory} holds.
 *
 * @param paused whether an operator paused the task
 * @param completed the config digest that a {@code once} task ran to its end
 * @param state the newest state
 * @param lower the newest state of a lower version, which an older generation can read
 */
record Remembered(
        boolean paused, Optional<Digest> completed, Optional<StateSnapshot> state, Optional<StateSnapshot> lower) {
    static final Remembered NOTHING = new Remembered(false, Optional.empty(), Optional.empty(), Optional.empty());

    Remembered withPaused(boolean now) {
        return new Remembered(now, completed, state, lower);
    }

    Remembered withCompleted(Digest configDigest) {
        return new Remembered(paused, Optional.of(configDigest), state, lower);
    }

    /** A late checkpoint of a generation that was replaced must not hide what its successor saved. */
    Remembered withState(StateSnapshot newer) {
        boolean late = state.isPresent() && state.get().generation() > newer.generation();
        return late ? this : new Remembered(paused, completed, Optional.of(newer), lowerThan(newer));
    }

    Remembered withoutStatesBefore(long generation) {
        return new Remembered(
                paused,
                completed,
                state.filter(one -> one.generation() >= generation),
                lower.filter(one -> one.generation() >= generation));
    }

    /** The newest state of at most this version. */
    Optional<StateSnapshot> readable(int version) {
        return state.filter(one -> one.stateVersion() <= version)
                .or(() -> lower.filter(one -> one.stateVersion() <= version));
    }

    private Optional<StateSnapshot> lowerThan(StateSnapshot newer) {
        return readable(newer.stateVersion() - 1);
    }

    /** As JSON. */
    static final class Format implements TaskDocuments.Format<Remembered> {
        private static final long FORMAT = 1;

        @Override
        public Remembered nothing() {
            return NOTHING;
        }

        @Override
        public String loss() {
            return "the task starts without saved state";
        }

        @Override
        public byte[] toJson(Remembered memory) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("format", FORMAT);
            object.put("paused", memory.paused);
            memory.completed.ifPresent(digest -> object.put("completed", digest.hex()));
            memory.state.ifPresent(snapshot -> object.put("state", toMap(snapshot)));
            memory.lower.ifPresent(snapshot -> object.put("lowerState", toMap(snapshot)));
            return Json.write(object);
        }

        @Override
        public Remembered fromJson(byte[] content) throws IOException {
            JsonFields object = new JsonFields(Json.read(content));
            if (object.number("format") != FORMAT) {
                throw new IOException("a newer version of the host wrote it");
            }
            return new Remembered(
                    object.flag("paused"),
                    object.optionalText("completed").map(Digest::new),
                    state(object, "state"),
                    state(object, "lowerState"));
        }

        private static Optional<StateSnapshot> state(JsonFields object, String key) throws IOException {
            Optional<JsonFields> state = object.optionalObject(key);
            return state.isEmpty() ? Optional.empty() : Optional.of(toState(state.get()));
        }

        private static Map<String, Object> toMap(StateSnapshot state) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("stateVersion", state.stateVersion());
            object.put("pluginVersion", state.pluginVersion());
            object.put("generation", state.generation());
            object.put("values", state.values());
            return object;
        }

        private static StateSnapshot toState(JsonFields state) throws IOException {
            return new StateSnapshot(
                    Math.toIntExact(state.number("stateVersion")),
                    state.text("pluginVersion"),
                    state.number("generation"),
                    state.object("values").fields());
        }
    }
}
