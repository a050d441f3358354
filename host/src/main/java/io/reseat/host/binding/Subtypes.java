package io.reseat.host.binding;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The records that may stand where a sealed type is wanted, and how a file tells them apart: by the key {@code type},
 * whose value is the record's name in kebab case, unless annotations of Jackson say otherwise.
 *
 * @param key the key that names the record
 * @param byName the records by their names
 */
record Subtypes(String key, Map<String, Class<?>> byName) {
    static Subtypes of(Class<?> sealed) {
        String key = Optional.ofNullable(sealed.getAnnotation(JsonTypeInfo.class))
                .map(info -> info.property().isEmpty() ? info.use().getDefaultPropertyName() : info.property())
                .orElse("type");
        Map<String, Class<?>> byName = new LinkedHashMap<>();
        collect(sealed, namesOf(sealed), byName);
        return new Subtypes(key, byName);
    }

    private static Map<Class<?>, String> namesOf(Class<?> sealed) {
        Map<Class<?>, String> names = new LinkedHashMap<>();
        JsonSubTypes declared = sealed.getAnnotation(JsonSubTypes.class);
        if (declared != null) {
            Arrays.stream(declared.value())
                    .filter(type -> !type.name().isEmpty())
                    .forEach(type -> names.put(type.value(), type.name()));
        }
        return names;
    }

    private static void collect(Class<?> sealed, Map<Class<?>, String> names, Map<String, Class<?>> byName) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, names, byName);
            } else {
                byName.put(name(permitted, names), permitted);
            }
        }
    }

    private static String name(Class<?> type, Map<Class<?>, String> names) {
        JsonTypeName own = type.getAnnotation(JsonTypeName.class);
        return names.getOrDefault(
                type, own != null && !own.value().isEmpty() ? own.value() : KebabCase.of(type.getSimpleName()));
    }
}
