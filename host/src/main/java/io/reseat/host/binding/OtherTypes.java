package io.reseat.host.binding;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.ConfigNode.Sequence;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Binds what is no record and no value of the JDK (classes of a plugin, generic records, unusual collections) with a
 * mapper that only this realm has, because a mapper keeps each class it has seen. It is made when first needed.
 */
final class OtherTypes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_DIGITS = 1000;

    private @Nullable JsonMapper mapper; // guarded by this

    private synchronized JsonMapper mapper() {
        JsonMapper made = mapper;
        if (made == null) {
            made = JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .build();
            mapper = made;
        }
        return made;
    }

    Object bind(ConfigNode node, Type type, String path, Findings findings) throws UnboundException {
        try {
            Object value = mapper().treeToValue(json(node), mapper().constructType(type));
            if (value != null) {
                return value;
            }
            throw findings.refuse(node.place(), "'" + path + "' has no value");
        } catch (JacksonException e) {
            ConfigNode at = follow(node, e.getPath());
            throw findings.refuse(at.place(), "'" + path + "': " + findings.withoutSecrets(e.getOriginalMessage()));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw findings.refuse(node.place(), "'" + path + "': " + findings.reason(e));
        }
    }

    /** The part of the tree that a path of Jackson leads to, as far as it goes. */
    private static ConfigNode follow(ConfigNode root, List<JacksonException.Reference> path) {
        ConfigNode node = root;
        for (JacksonException.Reference step : path) {
            if (node instanceof Mapping mapping && step.getPropertyName() != null) {
                node = mapping.find(step.getPropertyName())
                        .map(ConfigNode.Entry::value)
                        .orElse(node);
            } else if (node instanceof Sequence sequence
                    && step.getIndex() >= 0
                    && step.getIndex() < sequence.items().size()) {
                node = sequence.items().get(step.getIndex());
            }
        }
        return node;
    }

    private static JsonNode json(ConfigNode node) {
        if (node instanceof Mapping mapping) {
            ObjectNode object = NODES.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
            return object;
        }
        if (node instanceof Sequence sequence) {
            ArrayNode array = NODES.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        return json((Scalar) node);
    }

    private static JsonNode json(Scalar scalar) {
        return switch (scalar.kind()) {
            case NULL -> NODES.nullNode();
            case BOOLEAN -> NODES.booleanNode(scalar.text().equalsIgnoreCase("true"));
            case INTEGER ->
                scalar.text().length() > MOST_DIGITS
                        ? NODES.stringNode(scalar.text())
                        : NODES.numberNode(scalar.integer());
            case DECIMAL ->
                scalar.text().length() > MOST_DIGITS || scalar.text().matches("[-+]?\\.[A-Za-z]+")
                        ? NODES.stringNode(scalar.text())
                        : NODES.numberNode(new java.math.BigDecimal(scalar.text()));
            case STRING -> NODES.stringNode(scalar.text());
        };
    }
}
