package io.reseat.samples.fileimport;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** One flat JSON object in a line. A key that is absent is null. */
final class JsonRows implements RowParser {
    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final List<String> columns;

    JsonRows(List<String> columns) {
        this.columns = columns;
    }

    @Override
    public @Nullable String[] parse(String record) throws MalformedException {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), record)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("it is no JSON object");
            }
            @Nullable String[] row = new @Nullable String[columns.size()];
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                row[columnOf(parser.currentName())] = value(parser);
            }
            if (parser.nextToken() != null) {
                throw new MalformedException("something follows its JSON object");
            }
            return row;
        } catch (JacksonException e) {
            throw new MalformedException("it is no JSON: " + e.getOriginalMessage());
        }
    }

    private int columnOf(String key) throws MalformedException {
        int column = columns.indexOf(key);
        if (column < 0) {
            throw new MalformedException("its key " + key + " is none of the config's columns " + columns);
        }
        return column;
    }

    private static @Nullable String value(JsonParser parser) throws MalformedException {
        String key = parser.currentName();
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == null || !token.isScalarValue()) {
            throw new MalformedException("its key " + key + " holds no plain value");
        }
        return parser.getString();
    }
}
