package io.reseat.host.binding;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.ConfigNode.Sequence;
import io.reseat.host.model.NearestName;
import io.reseat.host.model.Place;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one value of a config tree into what a component's type wants. Part of a {@link Binding}. */
final class ValueBinding {
    private final Shapes shapes;
    private final Findings findings;
    private final Binding records;

    ValueBinding(Shapes shapes, Findings findings, Binding records) {
        this.shapes = shapes;
        this.findings = findings;
        this.records = records;
    }

    /**
     * Makes a value.
     *
     * @param node not null in the file's sense
     * @param path of the value, for messages
     */
    Object bind(ConfigNode node, Type type, String path) throws UnboundException {
        Class<?> raw = raw(type);
        if (raw == null) {
            throw findings.refuse(node.place(), "'" + path + "': its type " + type + " is not known to the host");
        }
        Optional<ScalarTypes.Conversion> conversion = shapes.scalars().find(raw);
        if (conversion.isPresent()) {
            return convert(scalar(node, path), conversion.get(), path);
        }
        if (raw.isEnum()) {
            return constant(scalar(node, path), raw, path);
        }
        if (raw.isRecord() && type instanceof Class<?>) {
            return records.record(mapping(node, path), raw, path + ".", Optional.empty());
        }
        if (raw.isSealed()) {
            return choose(node, shapes.subtypes(raw), path);
        }
        return container(node, raw, type, path);
    }

    /** The class that a type stands for; null where only a caller could know it. */
    static @Nullable Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        return type instanceof WildcardType wildcard ? raw(wildcard.getUpperBounds()[0]) : null;
    }

    /** What an absent key stands for. */
    static @Nullable Object emptyOf(Class<?> raw) {
        return raw == Optional.class ? Optional.empty() : null;
    }

    /** A value that an annotation gives as text. */
    Scalar plain(Place place, String text) {
        boolean flag = text.equals("true") || text.equals("false");
        Kind kind = text.matches("[-+]?[0-9]+")
                ? Kind.INTEGER
                : text.matches("[-+]?[0-9]*\\.[0-9]+") ? Kind.DECIMAL : flag ? Kind.BOOLEAN : Kind.STRING;
        return new Scalar(place, kind, text, text);
    }

    private Object convert(Scalar scalar, ScalarTypes.Conversion conversion, String path) throws UnboundException {
        try {
            return conversion.convert().apply(scalar);
        } catch (RuntimeException e) { // of the JDK; says less than what was expected
            throw findings.refuse(
                    scalar.place(), "'" + path + "': " + findings.shown(scalar) + " is no " + conversion.expected());
        }
    }

    private Object constant(Scalar scalar, Class<?> type, String path) throws UnboundException {
        Map<String, Object> constants = shapes.constants(type);
        Object constant = constants.get(KebabCase.of(scalar.text()));
        if (constant == null) {
            constant = constants.get(
                    scalar.text().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        }
        if (constant == null) {
            throw findings.refuse(
                    scalar.place(),
                    "'" + path + "': " + findings.shown(scalar) + " is not one of "
                            + String.join(", ", constants.keySet()));
        }
        return constant;
    }

    private Object choose(ConfigNode node, Subtypes subtypes, String path) throws UnboundException {
        Mapping mapping = node instanceof Scalar scalar
                ? new Mapping(scalar.place(), List.of(new ConfigNode.Entry(subtypes.key(), scalar.place(), scalar)))
                : mapping(node, path);
        ConfigNode.Entry name = mapping.find(subtypes.key()).orElse(null);
        if (name == null) {
            throw findings.refuse(
                    mapping.place(),
                    "missing key '" + path + "." + subtypes.key() + "'; write one of "
                            + String.join(", ", subtypes.byName().keySet()));
        }
        Scalar chosen = scalar(name.value(), path + "." + subtypes.key());
        Class<?> type = subtypes.byName().get(chosen.text());
        if (type == null) {
            String hint = NearestName.hint(chosen.text(), subtypes.byName().keySet());
            throw findings.refuse(
                    chosen.place(),
                    "'" + path + "." + subtypes.key() + "': " + findings.shown(chosen) + " is not one of "
                            + String.join(", ", subtypes.byName().keySet()) + hint);
        }
        return type.isRecord()
                ? records.record(mapping, type, path + ".", Optional.of(subtypes.key()))
                : other(without(mapping, subtypes.key()), type, path);
    }

    private static Mapping without(Mapping mapping, String key) {
        return new Mapping(
                mapping.place(),
                mapping.entries().stream()
                        .filter(entry -> !entry.key().equals(key))
                        .toList());
    }

    private Object container(ConfigNode node, Class<?> raw, Type type, String path) throws UnboundException {
        if (raw == Optional.class) {
            return Optional.of(bind(node, argument(type, 0), path));
        }
        if (raw == List.class || raw == Collection.class || raw == Iterable.class) {
            return Collections.unmodifiableList(items(node, argument(type, 0), path));
        }
        if (raw == Set.class) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(items(node, argument(type, 0), path)));
        }
        if (raw == Map.class) {
            return Collections.unmodifiableMap(map(mapping(node, path), argument(type, 0), argument(type, 1), path));
        }
        if (raw.isArray()) {
            return array(items(node, raw.getComponentType(), path), raw.getComponentType());
        }
        return raw == Object.class ? untyped(node, path) : other(node, type, path);
    }

    private static Type argument(Type type, int position) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[position] : Object.class;
    }

    private List<Object> items(ConfigNode node, Type type, String path) throws UnboundException {
        if (!(node instanceof Sequence sequence)) {
            throw findings.refuse(node.place(), "'" + path + "' must be a list, such as [a, b]");
        }
        List<Object> items = new ArrayList<>();
        boolean bound = true;
        for (ConfigNode item : sequence.items()) {
            try {
                items.add(present(item, type, path + "[" + items.size() + "]"));
            } catch (UnboundException e) {
                items.add(path); // keeps the count for the paths of what follows
                bound = false;
            }
        }
        if (!bound) {
            throw new UnboundException();
        }
        return items;
    }

    private Object present(ConfigNode node, Type type, String path) throws UnboundException {
        if (Binding.isNull(node)) {
            throw findings.refuse(node.place(), "'" + path + "' has no value");
        }
        return bind(node, type, path);
    }

    private Map<Object, Object> map(Mapping mapping, Type keyType, Type valueType, String path)
            throws UnboundException {
        Map<Object, Object> map = new LinkedHashMap<>();
        boolean bound = true;
        for (ConfigNode.Entry entry : mapping.entries()) {
            String at = path + "." + entry.key();
            try {
                Scalar key = new Scalar(
                        entry.place(), plain(entry.place(), entry.key()).kind(), entry.key(), entry.key());
                map.put(
                        keyType == Object.class ? entry.key() : bind(key, keyType, at),
                        present(entry.value(), valueType, at));
            } catch (UnboundException e) {
                bound = false;
            }
        }
        if (!bound) {
            throw new UnboundException();
        }
        return map;
    }

    private static Object array(List<Object> items, Class<?> type) {
        Object array = Array.newInstance(type, items.size());
        for (int i = 0; i < items.size(); i++) {
            Array.set(array, i, items.get(i));
        }
        return array;
    }

    /** What {@code Object} gets: the values that JSON has. */
    private Object untyped(ConfigNode node, String path) throws UnboundException {
        if (node instanceof Mapping mapping) {
            return Collections.unmodifiableMap(map(mapping, String.class, Object.class, path));
        }
        if (node instanceof Scalar scalar) {
            Class<?> type = switch (scalar.kind()) {
                case INTEGER -> long.class;
                case DECIMAL -> double.class;
                case BOOLEAN -> boolean.class;
                case STRING, NULL -> String.class;
            };
            return bind(scalar, type, path);
        }
        return Collections.unmodifiableList(items(node, Object.class, path));
    }

    private Object other(ConfigNode node, Type type, String path) throws UnboundException {
        return shapes.other().bind(node, type, path, findings);
    }

    private Scalar scalar(ConfigNode node, String path) throws UnboundException {
        if (node instanceof Scalar scalar) {
            return scalar;
        }
        throw findings.refuse(node.place(), "'" + path + "' must be a single value");
    }

    private Mapping mapping(ConfigNode node, String path) throws UnboundException {
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        throw findings.refuse(node.place(), "'" + path + "' must have keys of its own");
    }
}
