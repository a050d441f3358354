package io.reseat.host.config;

import io.reseat.host.model.ConfigNode.Kind;
import java.util.Set;
import java.util.regex.Pattern;

/** What a plain scalar is by the core schema of YAML 1.2: {@code no} and {@code on} are text, {@code 0o17} is a number. */
final class CoreSchema {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLEANS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private CoreSchema() {}

    static Kind kind(String plain) {
        if (NULLS.contains(plain)) {
            return Kind.NULL;
        }
        char first = plain.charAt(0);
        if ((first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.') {
            return INTEGER.matcher(plain).matches()
                    ? Kind.INTEGER
                    : DECIMAL.matcher(plain).matches() ? Kind.DECIMAL : Kind.STRING;
        }
        return BOOLEANS.contains(plain) ? Kind.BOOLEAN : Kind.STRING;
    }
}
