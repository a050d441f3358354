package io.reseat.host.binding;

import io.reseat.host.binding.RecordShape.Component;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.NearestName;
import io.reseat.host.model.Place;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One walk over a config tree that makes a record of it. Lives for one call of {@link Binder#bind}. */
final class Binding {
    private final Shapes shapes;
    private final Findings findings;
    private final ValueBinding values;

    Binding(Shapes shapes, Findings findings) {
        this.shapes = shapes;
        this.findings = findings;
        this.values = new ValueBinding(shapes, findings, this);
    }

    /**
     * Makes a record of a map.
     *
     * @param path of the map in the config, with a dot behind it unless it is empty
     * @param alsoKnown a key of the map that is no component: what told the record from its siblings
     */
    Object record(Mapping mapping, Class<?> type, String path, Optional<String> alsoKnown) throws UnboundException {
        RecordShape shape = shape(mapping.place(), type);
        List<Component> components = shape.components();
        @Nullable Object[] arguments = new @Nullable Object[components.size()];
        List<String> absent = new ArrayList<>();
        boolean bound = refuseUnknownKeys(mapping, shape, path, alsoKnown);
        for (int i = 0; i < arguments.length; i++) {
            try {
                arguments[i] = component(mapping, components.get(i), path, absent);
            } catch (UnboundException e) {
                bound = false;
            }
        }
        if (!bound) {
            throw new UnboundException();
        }
        return construct(mapping.place(), shape, arguments, path, absent);
    }

    private RecordShape shape(Place place, Class<?> type) throws UnboundException {
        try {
            return shapes.shape(type);
        } catch (IllegalArgumentException | LinkageError e) {
            throw findings.refuse(place, "the config type of the plugin cannot be used: " + findings.reason(e));
        }
    }

    private boolean refuseUnknownKeys(Mapping mapping, RecordShape shape, String path, Optional<String> alsoKnown) {
        Set<String> known = new LinkedHashSet<>();
        Set<String> shown = new LinkedHashSet<>();
        for (Component component : shape.components()) {
            known.addAll(component.keys());
            shown.add(component.key());
        }
        alsoKnown.ifPresent(known::add);
        boolean good = true;
        for (ConfigNode.Entry entry : mapping.entries()) {
            if (!known.contains(entry.key())) {
                findings.refuse(entry.place(), unknown(path + entry.key(), entry.key(), shown));
                good = false;
            }
        }
        return good;
    }

    private static String unknown(String path, String key, Set<String> shown) {
        String hint = NearestName.hint(key, shown);
        if (shown.isEmpty()) {
            return "unknown key '" + path + "'; the plugin takes none here";
        }
        return "unknown key '" + path + "'" + (hint.isEmpty() ? "; known are " + String.join(", ", shown) : hint);
    }

    private @Nullable Object component(Mapping mapping, Component component, String path, List<String> absent)
            throws UnboundException {
        List<ConfigNode.Entry> found = mapping.entries().stream()
                .filter(entry -> component.keys().contains(entry.key()))
                .toList();
        if (found.size() > 1) {
            throw findings.refuse(
                    found.get(1).place(),
                    "'" + path + found.get(1).key() + "' and '" + path
                            + found.get(0).key() + "' are one key; remove one of them");
        }
        if (found.isEmpty() || isNull(found.get(0).value())) {
            return absent(
                    found.isEmpty() ? mapping.place() : found.get(0).value().place(), component, path, absent);
        }
        ConfigNode value = found.get(0).value();
        findings.hide(value, component.secret());
        return values.bind(value, component.type(), path + found.get(0).key());
    }

    static boolean isNull(ConfigNode node) {
        return node instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }

    private @Nullable Object absent(Place place, Component component, String path, List<String> absent)
            throws UnboundException {
        if (component.fallback().isPresent()) {
            return values.bind(
                    values.plain(place, component.fallback().get()), component.type(), path + component.key());
        }
        Class<?> raw = ValueBinding.raw(component.type());
        if (component.required() || (raw != null && raw.isPrimitive())) {
            throw findings.refuse(place, missing(path + component.key()));
        }
        absent.add(component.key());
        return raw == null ? null : ValueBinding.emptyOf(raw);
    }

    private static String missing(String path) {
        return "missing key '" + path + "'";
    }

    private Object construct(
            Place place, RecordShape shape, @Nullable Object[] arguments, String path, List<String> absent)
            throws UnboundException {
        try {
            return shape.constructor().newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw findings.refuse(place, refusal(e.getCause() == null ? e : e.getCause(), path, absent));
        } catch (Throwable e) {
            throw findings.refuse(place, refusal(e, path, absent));
        }
    }

    /** A constructor that trips over the null of an absent key meant that the key is needed. */
    private String refusal(Throwable thrown, String path, List<String> absent) {
        String reason = findings.reason(thrown);
        if (thrown instanceof NullPointerException && !absent.isEmpty()) {
            List<String> named = absent.stream()
                    .filter(key ->
                            KebabCase.of(reason).matches("(?s).*\\b" + java.util.regex.Pattern.quote(key) + "\\b.*"))
                    .toList();
            List<String> needed = named.isEmpty() ? absent : named;
            return needed.size() == 1
                    ? missing(path + needed.get(0))
                    : "one of these keys is missing: "
                            + String.join(
                                    ", ", needed.stream().map(path::concat).toList());
        }
        return path.isEmpty() ? reason : "'" + path.substring(0, path.length() - 1) + "': " + reason;
    }
}
