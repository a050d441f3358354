package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object that the host or a child of it wrote; a field that is missing or of another type is an
 * {@link IOException}.
 *
 * @param fields JSON values, as {@link JsonValues} has them
 */
public record JsonFields(Map<String, Object> fields) {
    public Set<String> keys() {
        return fields.keySet();
    }

    public long number(String key) throws IOException {
        return as(Long.class, key);
    }

    public boolean flag(String key) throws IOException {
        return as(Boolean.class, key);
    }

    public String text(String key) throws IOException {
        return as(String.class, key);
    }

    public Optional<String> optionalText(String key) throws IOException {
        return fields.get(key) == null ? Optional.empty() : Optional.of(text(key));
    }

    public Digest digest(String key) throws IOException {
        try {
            return new Digest(text(key));
        } catch (IllegalArgumentException e) {
            throw new IOException("its '" + key + "' is no digest", e);
        }
    }

    Optional<Digest> optionalDigest(String key) throws IOException {
        return fields.get(key) == null ? Optional.empty() : Optional.of(digest(key));
    }

    public Instant instant(String key) throws IOException {
        try {
            return Instant.parse(text(key));
        } catch (DateTimeException e) {
            throw new IOException("its '" + key + "' is no time", e);
        }
    }

    public <E extends Enum<E>> E choice(String key, Class<E> type) throws IOException {
        return constant(type, text(key));
    }

    public <E extends Enum<E>> E constant(Class<E> type, String name) throws IOException {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + name + "' is no " + type.getSimpleName(), e);
        }
    }

    public JsonFields object(String key) throws IOException {
        return of(key, fields.get(key));
    }

    public Optional<JsonFields> optionalObject(String key) throws IOException {
        return fields.get(key) == null ? Optional.empty() : Optional.of(object(key));
    }

    /** The texts of a list. */
    public List<String> texts(String key) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object element : as(List.class, key)) {
            texts.add(String.valueOf(element));
        }
        return texts;
    }

    public List<JsonFields> objects(String key) throws IOException {
        List<JsonFields> objects = new ArrayList<>();
        for (Object element : as(List.class, key)) {
            objects.add(of(key, element));
        }
        return objects;
    }

    @SuppressWarnings("unchecked") // Json makes maps with string keys alone
    private static JsonFields of(String key, @Nullable Object value) throws IOException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IOException("its '" + key + "' is no object");
        }
        return new JsonFields((Map<String, Object>) map);
    }

    private <T> T as(Class<T> type, String key) throws IOException {
        Object value = fields.get(key);
        if (!type.isInstance(value)) {
            throw new IOException("its '" + key + "' is no " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
