package io.reseat.host.model;

import java.util.List;
import java.util.Optional;

/** A config tree after {@code ${…}} was resolved, with the place of each part, so that a problem can be shown in its file. */
public sealed interface ConfigNode {
    /** Where this part starts in its file. */
    Place place();

    /** A map; keys are unique and in the file's order. */
    record Mapping(Place place, List<Entry> entries) implements ConfigNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The entry of a key. */
        public Optional<Entry> find(String key) {
            return entries.stream().filter(e -> e.key().equals(key)).findFirst();
        }
    }

    /** One key of a map with its value. */
    record Entry(String key, Place place, ConfigNode value) {}

    /** A list. */
    record Sequence(Place place, List<ConfigNode> items) implements ConfigNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /**
     * A single value.
     *
     * @param kind what the file's syntax says it is; a value with a {@code ${…}} in it takes the kind of its resolved text
     *     unless it was quoted
     * @param text the resolved text
     * @param shown what may be shown of it: the text itself, or a mask where it came from {@code ${file:…}}
     */
    record Scalar(Place place, Kind kind, String text, String shown) implements ConfigNode {
        /** Whether {@link #text} must not be shown. */
        public boolean secret() {
            return !text.equals(shown);
        }

        @Override
        public String toString() {
            return shown;
        }
    }

    /** What a scalar is in the file's syntax (YAML 1.2 core schema; JSON is a subset). */
    enum Kind {
        STRING,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NULL
    }
}
