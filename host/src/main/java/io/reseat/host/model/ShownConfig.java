package io.reseat.host.model;

import java.util.Set;
import java.util.regex.Pattern;

/** Writes a config tree as YAML that may be shown: {@code ${…}} unresolved, secret keys masked. */
public final class ShownConfig {
    /** What stands in place of a secret. */
    public static final String MASK = "******";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9 _./@%+-]*(?<! )");
    private static final Pattern OTHER_KIND = Pattern.compile("(?i)null|true|false");
    private static final Pattern NEEDS_QUOTES = Pattern.compile(".*( #|: |\\R).*|.*[: ]", Pattern.DOTALL);

    private final StringBuilder text = new StringBuilder();

    private ShownConfig() {}

    /**
     * The text, which ends with a line break.
     *
     * @param config the tree
     * @param secretKeys paths of keys whose values are masked, with dots ({@code db.password}); {@code *} stands for the
     *     items of a list and for any key of a map
     */
    public static String of(ConfigNode.Mapping config, Set<String> secretKeys) {
        ShownConfig shown = new ShownConfig();
        SecretKeys secrets = SecretKeys.of(secretKeys);
        if (config.entries().isEmpty()) {
            return "{}\n";
        }
        shown.mapping(config, 0, secrets);
        return shown.text.toString();
    }

    private void mapping(ConfigNode.Mapping mapping, int indent, SecretKeys secrets) {
        for (ConfigNode.Entry entry : mapping.entries()) {
            text.append(" ".repeat(indent)).append(string(entry.key())).append(':');
            value(entry.value(), indent, secrets.below(entry.key()));
        }
    }

    private void sequence(ConfigNode.Sequence sequence, int indent, SecretKeys secrets) {
        for (ConfigNode item : sequence.items()) {
            int start = text.length();
            if (nested(item) && !secrets.hideAll()) {
                block(item, indent + 2, secrets);
                text.setCharAt(start + indent, '-');
            } else {
                text.append(" ".repeat(indent)).append('-');
                value(item, indent, secrets);
            }
        }
    }

    private void value(ConfigNode value, int indent, SecretKeys secrets) {
        if (secrets.hideAll()) {
            text.append(" \"").append(MASK).append("\"\n");
        } else if (nested(value)) {
            text.append('\n');
            block(value, indent + 2, secrets);
        } else {
            text.append(' ').append(inline(value)).append('\n');
        }
    }

    private void block(ConfigNode node, int indent, SecretKeys secrets) {
        if (node instanceof ConfigNode.Mapping mapping) {
            mapping(mapping, indent, secrets);
        } else if (node instanceof ConfigNode.Sequence sequence) {
            sequence(sequence, indent, secrets.below("*"));
        }
    }

    private static boolean nested(ConfigNode node) {
        return (node instanceof ConfigNode.Mapping mapping && !mapping.entries().isEmpty())
                || (node instanceof ConfigNode.Sequence sequence
                        && !sequence.items().isEmpty());
    }

    private static String inline(ConfigNode node) {
        if (node instanceof ConfigNode.Scalar scalar) {
            return switch (scalar.kind()) {
                case STRING -> string(scalar.shown());
                case NULL -> "null";
                case INTEGER, DECIMAL, BOOLEAN ->
                    NEEDS_QUOTES.matcher(scalar.shown()).matches() ? quoted(scalar.shown()) : scalar.shown();
            };
        }
        return node instanceof ConfigNode.Mapping ? "{}" : "[]";
    }

    private static String string(String value) {
        boolean plain =
                PLAIN.matcher(value).matches() && !OTHER_KIND.matcher(value).matches();
        return plain ? value : quoted(value);
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> appendReadable(quoted, c);
            }
        });
        return quoted.append('"').toString();
    }

    private static void appendReadable(StringBuilder quoted, int c) {
        if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
            quoted.append(String.format("\\U%08x", c));
        } else {
            quoted.appendCodePoint(c);
        }
    }
}
