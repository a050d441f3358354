package io.reseat.host.config;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.Place;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Builds the tree of one JSON file from the tokens of Jackson's parser, which never sees a plugin's class. */
final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String file;
    private final JsonParser parser;
    private final ScalarReader scalars;
    private final Problems problems;

    private JsonTree(String file, JsonParser parser, ScalarReader scalars, Problems problems) {
        this.file = file;
        this.parser = parser;
        this.scalars = scalars;
        this.problems = problems;
    }

    static ConfigNode read(String file, String text, ScalarReader scalars, Problems problems)
            throws UnreadableFileException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new JsonTree(file, parser, scalars, problems).document();
        } catch (JacksonException e) {
            throw new UnreadableFileException(
                    place(file, e.getLocation()), "is no valid JSON here: " + withoutAdvice(e.getOriginalMessage()));
        }
    }

    /** Jackson names options of its own that an operator cannot set. */
    private static String withoutAdvice(String message) {
        int advice = message.indexOf(": enable `");
        return advice < 0 ? message : message.substring(0, advice);
    }

    private ConfigNode document() throws UnreadableFileException {
        parser.nextToken();
        ConfigNode root = node(1);
        if (parser.nextToken() != null) {
            throw new UnreadableFileException(place(), "the file must end after its first value");
        }
        return root;
    }

    private ConfigNode node(int depth) throws UnreadableFileException {
        Place place = place();
        if (depth > YamlTree.DEEPEST) {
            throw new UnreadableFileException(place, "is nested deeper than " + YamlTree.DEEPEST + " levels");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(place, depth);
            case START_ARRAY -> sequence(place, depth);
            case VALUE_STRING -> string(place, parser.getString());
            case VALUE_NUMBER_INT -> scalars.of(place, Kind.INTEGER, parser.getString());
            case VALUE_NUMBER_FLOAT -> scalars.of(place, Kind.DECIMAL, parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> scalars.of(place, Kind.BOOLEAN, parser.getString());
            default -> scalars.of(place, Kind.NULL, "null");
        };
    }

    /** JSON can write a placeholder in quotes only, so the resolved text says what it is. */
    private ConfigNode string(Place place, String text) {
        return Placeholders.isIn(text) ? scalars.plain(place, text) : scalars.quoted(place, text);
    }

    private ConfigNode.Mapping mapping(Place place, int depth) throws UnreadableFileException {
        MappingBuilder mapping = new MappingBuilder(place, problems);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Place keyPlace = place();
            String key = parser.currentName();
            parser.nextToken();
            mapping.add(key, keyPlace, node(depth + 1));
        }
        return mapping.build();
    }

    private ConfigNode.Sequence sequence(Place place, int depth) throws UnreadableFileException {
        List<ConfigNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(depth + 1));
        }
        return new ConfigNode.Sequence(place, items);
    }

    private Place place() {
        return place(file, parser.currentTokenLocation());
    }

    private static Place place(String file, TokenStreamLocation location) {
        return location.getLineNr() < 1
                ? Place.of(file)
                : new Place(file, location.getLineNr(), Math.max(0, location.getColumnNr()));
    }
}
