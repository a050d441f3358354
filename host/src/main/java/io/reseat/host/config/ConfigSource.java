package io.reseat.host.config;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One file on its way from bytes to a value: its tree, its problems and the files that it names. */
final class ConfigSource<T> {
    private final String file;
    private final Problems problems = new Problems();
    private final Placeholders placeholders;

    ConfigSource(String file, Function<String, @Nullable String> environment, Path home) {
        this.file = file;
        this.placeholders = new Placeholders(environment, home, problems);
    }

    /** Reads the file and, where its syntax is good, what its keys mean. */
    Parsed<T> parse(byte[] content, Function<Section, T> meaning) {
        try {
            return mean(root(content), meaning);
        } catch (UnreadableFileException e) {
            problems.add(e.problem().place(), e.problem().message());
            return new Parsed<>(Optional.empty(), problems.inOrder(), references());
        }
    }

    /** As {@link #parse}, where a file without any key stands for a map without any. */
    Parsed<T> parseOrEmpty(byte[] content, Function<Section, T> meaning) {
        return hasNoKey(content)
                ? mean(new ConfigNode.Mapping(Place.of(file), List.of()), meaning)
                : parse(content, meaning);
    }

    private boolean hasNoKey(byte[] content) {
        return new String(content, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    private Parsed<T> mean(ConfigNode.Mapping root, Function<Section, T> meaning) {
        T value = meaning.apply(new Section(root, "", problems));
        Optional<T> good = problems.none() ? Optional.of(value) : Optional.empty();
        return new Parsed<>(good, problems.inOrder(), references());
    }

    private ConfigNode.Mapping root(byte[] content) throws UnreadableFileException {
        String text = SourceText.decode(file, content);
        ScalarReader scalars = new ScalarReader(placeholders);
        ConfigNode root = file.toLowerCase(Locale.ROOT).endsWith(".json")
                ? JsonTree.read(file, text, scalars, problems)
                : YamlTree.read(file, text, scalars, problems);
        if (root instanceof ConfigNode.Mapping mapping) {
            return mapping;
        }
        throw new UnreadableFileException(root.place(), "the file must consist of 'key: value' lines");
    }

    /** The files that were named so far. */
    Set<String> references() {
        return placeholders.references();
    }
}
