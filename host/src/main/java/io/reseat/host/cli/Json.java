package io.reseat.host.cli;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes records, maps, lists and plain values as JSON. It does by hand what a databind mapper does, because a command
 * should answer before a mapper has started. Stateless.
 */
public final class Json {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private Json() {}

    /** Writes one value and ends the line. Dates become ISO 8601 in UTC. */
    public static void print(PrintWriter out, Object value) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            write(value, json);
        }
        out.println();
        out.flush();
    }

    private static void write(@Nullable Object value, JsonGenerator json) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Date date) {
            json.writeString(date.toInstant().toString());
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(item -> write(item, json));
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((key, item) -> writeProperty(key.toString(), item, json));
            json.writeEndObject();
        } else {
            writeRecord(value, json);
        }
    }

    private static void writeProperty(String name, @Nullable Object value, JsonGenerator json) {
        json.writeName(name);
        write(value, json);
    }

    private static void writeRecord(Object value, JsonGenerator json) {
        json.writeStartObject();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true); // the record may be private to its command
            try {
                writeProperty(component.getName(), accessor.invoke(value), json);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(value.getClass() + " cannot be read", e);
            }
        }
        json.writeEndObject();
    }
}
