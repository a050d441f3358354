package io.reseat.host.config;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.Durations;
import io.reseat.host.model.NearestName;
import io.reseat.host.model.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of one map of a file while they are read. A key that was asked for is a known one; {@link #end} refuses the
 * others. A bad value is a problem and counts as absent, so that all problems of a file are found at once.
 */
final class Section {
    private final Mapping mapping;
    private final String path;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> later = new HashSet<>();

    /** @param path what stands before a key in a message: empty, or {@code reload.} */
    Section(Mapping mapping, String path, Problems problems) {
        this.mapping = mapping;
        this.path = path;
        this.problems = problems;
    }

    Place place() {
        return mapping.place();
    }

    Problems problems() {
        return problems;
    }

    /** The value of a key, whatever it is. */
    Optional<ConfigNode> node(String key) {
        known.add(key);
        return mapping.find(key).map(ConfigNode.Entry::value);
    }

    /** A single value; a map, a list or nothing at all is a problem. */
    Optional<Scalar> scalar(String key) {
        return node(key).flatMap(node -> single(quoted(key), node));
    }

    private Optional<Scalar> single(String name, ConfigNode node) {
        if (!(node instanceof Scalar scalar)) {
            problems.add(node.place(), name + " must be a single value");
            return Optional.empty();
        }
        if (problems.has(scalar.place())) {
            return Optional.empty();
        }
        if (scalar.kind() == Kind.NULL) {
            problems.add(scalar.place(), name + " has no value; give it one, or remove the key");
            return Optional.empty();
        }
        return Optional.of(scalar);
    }

    /**
     * A single value of some type.
     *
     * @param expected completes "is not …" where the text itself must not be shown
     * @param parse throws {@link IllegalArgumentException} with a message that may have the text in it
     */
    <T> Optional<T> value(String key, String expected, Function<String, T> parse) {
        return value(key, () -> expected, parse);
    }

    /** The same where it costs something to say what is expected, which is asked on need alone. */
    private <T> Optional<T> value(String key, Supplier<String> expected, Function<String, T> parse) {
        return scalar(key).flatMap(scalar -> convert(quoted(key), scalar, expected, parse));
    }

    private <T> Optional<T> convert(String name, Scalar scalar, Supplier<String> expected, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(scalar.text()));
        } catch (IllegalArgumentException e) {
            problems.add(
                    scalar.place(),
                    name
                            + (scalar.secret()
                                    ? ": what " + scalar.shown() + " stands for is not " + expected.get()
                                    : ": " + e.getMessage()));
            return Optional.empty();
        }
    }

    String text(String key, String fallback) {
        return value(key, "a text", Function.identity()).orElse(fallback);
    }

    Duration duration(String key, Duration least, Duration fallback) {
        return value(key, () -> "a duration of at least " + shown(least), text -> atLeast(text, least))
                .orElse(fallback);
    }

    private static Duration atLeast(String text, Duration least) {
        Duration duration = Durations.parse(text);
        if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException("'" + text + "' is too short; the least is " + shown(least));
        }
        return duration;
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    boolean flag(String key, boolean fallback) {
        Optional<Scalar> scalar = scalar(key);
        if (scalar.isPresent() && scalar.get().kind() != Kind.BOOLEAN) {
            problems.add(
                    scalar.get().place(), quoted(key) + ": '" + scalar.get().shown() + "' is neither true nor false");
        }
        return scalar.map(s -> s.text().equalsIgnoreCase("true")).orElse(fallback);
    }

    int number(String key, int least, int most, int fallback) {
        Optional<Scalar> scalar = scalar(key);
        if (scalar.isEmpty()) {
            return fallback;
        }
        if (!Numbers.within(scalar.get(), least, most)) {
            problems.add(
                    scalar.get().place(),
                    quoted(key) + ": '" + scalar.get().shown() + "' is no whole number from " + least + " to " + most);
            return fallback;
        }
        return scalar.get().integer().intValue();
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
        return value(key, () -> "one of " + words(type), text -> choose(type, text))
                .orElse(fallback);
    }

    static <E extends Enum<E>> E choose(Class<E> type, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not one of " + words(type)));
    }

    private static <E extends Enum<E>> String words(Class<E> type) {
        return Stream.of(type.getEnumConstants()).map(Section::word).collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The texts of a list; empty where the key is absent. */
    List<String> texts(String key) {
        return items(key).stream().map(Scalar::text).toList();
    }

    /** The values of a list, each a single one; empty where the key is absent. */
    List<Scalar> items(String key) {
        Optional<ConfigNode> node = node(key);
        if (node.isPresent() && !(node.get() instanceof ConfigNode.Sequence)) {
            problems.add(node.get().place(), quoted(key) + " must be a list");
        }
        List<Scalar> items = new ArrayList<>();
        if (node.isPresent() && node.get() instanceof ConfigNode.Sequence sequence) {
            sequence.items()
                    .forEach(item -> single("an item of " + quoted(key), item).ifPresent(items::add));
        }
        return items;
    }

    /** The keys of a nested map; an empty one where the key is absent. */
    Section section(String key) {
        Optional<ConfigNode> node = node(key);
        if (node.isPresent()
                && !(node.get() instanceof Mapping)
                && !problems.has(node.get().place())) {
            problems.add(node.get().place(), quoted(key) + " must have keys of its own, as in " + key + ": { … }");
        }
        Mapping nested =
                node.isPresent() && node.get() instanceof Mapping found ? found : new Mapping(place(), List.of());
        return new Section(nested, path + key + ".", problems);
    }

    /** All keys of a map whose keys are free, with their values converted. */
    <T> void each(Function<String, T> parse, String expected, java.util.function.BiConsumer<String, T> sink) {
        for (ConfigNode.Entry entry : mapping.entries()) {
            value(entry.key(), expected, parse).ifPresent(value -> sink.accept(entry.key(), value));
        }
    }

    /** Refuses a key of a later version, whatever its value. */
    void notBuiltYet(String key, String instead) {
        later.add(key);
        mapping.find(key)
                .ifPresent(entry -> problems.add(entry.place(), instead + ": " + quoted(key) + " is not built yet"));
    }

    void refuse(ConfigNode node, String message) {
        problems.add(node.place(), message);
    }

    void missing(String key, String example) {
        problems.add(place(), "missing key " + quoted(key) + "; write for example '" + key + ": " + example + "'");
    }

    /** Refuses the keys that nobody asked for. */
    void end() {
        for (ConfigNode.Entry entry : mapping.entries()) {
            if (!known.contains(entry.key()) && !later.contains(entry.key())) {
                String hint = NearestName.hint(entry.key(), known);
                problems.add(
                        entry.place(),
                        "unknown key " + quoted(entry.key())
                                + (hint.isEmpty() ? "; known are " + String.join(", ", known) : hint));
            }
        }
    }

    /** A key as a message names it. */
    String path(String key) {
        return path + key;
    }

    private String quoted(String key) {
        return "'" + path(key) + "'";
    }
}
