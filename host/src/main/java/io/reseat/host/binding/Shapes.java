package io.reseat.host.binding;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one realm's config types look like, found once. Part of a {@link Binder}, so that it dies with the realm. */
final class Shapes {
    private final ScalarTypes scalars;
    private final OtherTypes other;
    private final Map<Class<?>, RecordShape> records = new ConcurrentHashMap<>();
    private final Map<Class<?>, Subtypes> sealed = new ConcurrentHashMap<>();
    private final Map<Class<?>, Map<String, Object>> enums = new ConcurrentHashMap<>();

    Shapes(Path home) {
        this.scalars = new ScalarTypes(home);
        this.other = new OtherTypes();
    }

    ScalarTypes scalars() {
        return scalars;
    }

    /** For what is neither a value of the JDK nor a record. */
    OtherTypes other() {
        return other;
    }

    RecordShape shape(Class<?> record) {
        return records.computeIfAbsent(record, RecordShape::of);
    }

    Subtypes subtypes(Class<?> type) {
        return sealed.computeIfAbsent(type, Subtypes::of);
    }

    /** The constants of an enum by the names that a file has for them, in their order. */
    Map<String, Object> constants(Class<?> type) {
        return enums.computeIfAbsent(type, Shapes::namedConstants);
    }

    private static Map<String, Object> namedConstants(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(name(type, (Enum<?>) constant), constant);
        }
        return constants;
    }

    private static String name(Class<?> type, Enum<?> constant) {
        try {
            Field field = type.getField(constant.name());
            JsonProperty property = field.getAnnotation(JsonProperty.class);
            return property == null || property.value().isEmpty() ? KebabCase.of(constant.name()) : property.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("every enum constant has a field", e);
        }
    }
}
