package io.reseat.host.binding;

import io.reseat.api.Secret;
import io.reseat.api.SecretValue;
import io.reseat.host.binding.RecordShape.Component;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the keys of a config type that are never shown. Where it cannot see far enough it hides too much. */
final class SecretPaths {
    private final Shapes shapes;
    private final Set<String> found = new LinkedHashSet<>();
    private final Deque<Class<?>> open = new ArrayDeque<>();

    private SecretPaths(Shapes shapes) {
        this.shapes = shapes;
    }

    static Set<String> of(Shapes shapes, Class<?> type) {
        SecretPaths paths = new SecretPaths(shapes);
        paths.record(type, "");
        return Set.copyOf(paths.found);
    }

    private void record(Class<?> type, String prefix) {
        open.push(type);
        for (Component component : shapes.shape(type).components()) {
            for (String key : component.keys()) {
                if (component.secret()) {
                    found.add(prefix + key);
                } else {
                    value(component.type(), prefix + key);
                }
            }
        }
        open.pop();
    }

    private void value(Type type, String path) {
        Class<?> raw = ValueBinding.raw(type);
        if (raw == null || raw == SecretValue.class || open.contains(raw)) { // a type inside itself has no last path
            found.add(path);
        } else if (raw.isRecord() && type instanceof Class<?>) {
            record(raw, path + ".");
        } else if (raw.isSealed()) {
            open.push(raw);
            shapes.subtypes(raw).byName().values().forEach(subtype -> value(subtype, path));
            open.pop();
        } else if (raw.isArray()) {
            value(raw.getComponentType(), path + ".*");
        } else if (type instanceof ParameterizedType generic) {
            generic(raw, generic.getActualTypeArguments(), path);
        } else if (hasSecretMember(raw)) {
            found.add(path);
        }
    }

    private void generic(Class<?> raw, Type[] arguments, String path) {
        if (raw == Optional.class) {
            value(arguments[0], path);
        } else if (Map.class.isAssignableFrom(raw) && arguments.length == 2) {
            value(arguments[1], path + ".*");
        } else if (Iterable.class.isAssignableFrom(raw) && arguments.length == 1) {
            value(arguments[0], path + ".*");
        } else {
            found.add(path);
        }
    }

    /** A class that is no record is not looked into: one secret in it hides it all. */
    private static boolean hasSecretMember(Class<?> type) {
        if (type.getClassLoader() == null || type.isEnum()) {
            return false;
        }
        return Stream.concat(Stream.of(type.getDeclaredFields()), Stream.of(type.getDeclaredMethods()))
                        .anyMatch(member -> member.isAnnotationPresent(Secret.class))
                || Stream.of(type.getDeclaredFields()).anyMatch(field -> field.getType() == SecretValue.class)
                || (type.getSuperclass() != null && hasSecretMember(type.getSuperclass()));
    }
}
