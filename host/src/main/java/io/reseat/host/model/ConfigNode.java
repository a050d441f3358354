package io.reseat.host.model;

import java.math.BigInteger;
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
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
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
     * @param shown what may be shown of it: the text itself, or the file's own text, unresolved, where that has a
     *     {@code ${…}} in it
     * @param resolved what was put in for each {@code ${…}} and is not to be read in the file itself, in their order
     */
    record Scalar(Place place, Kind kind, String text, String shown, List<Resolved> resolved) implements ConfigNode {
        public Scalar {
            resolved = List.copyOf(resolved);
        }

        /** One without placeholders, or of which it is not known what they stand for. */
        public Scalar(Place place, Kind kind, String text, String shown) {
            this(place, kind, text, shown, List.of());
        }

        /** Whether {@link #text} must not be shown. */
        public boolean secret() {
            return !text.equals(shown);
        }

        /**
         * The number that an {@link Kind#INTEGER} stands for: decimal, {@code 0o17} or {@code 0x1F}.
         *
         * @throws NumberFormatException if the text is none of these
         */
        public BigInteger integer() {
            return text.startsWith("0o")
                    ? new BigInteger(text.substring(2), 8)
                    : text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
        }

        @Override
        public String toString() {
            return shown;
        }
    }

    /**
     * What one placeholder stands for.
     *
     * @param placeholder as it is written, {@code ${…}}
     * @param value what was put in for it
     * @param file whether it is the content of a file, which is always a secret
     */
    record Resolved(String placeholder, String value, boolean file) {
        @Override
        public String toString() {
            return placeholder;
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
