package io.reseat.host.model;

import java.util.regex.Pattern;

/** The one rule for names of tasks, plugins and task types. */
final class Names {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_.-]+");

    private Names() {}

    static void check(String kind, String name) {
        if (!RULE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    kind + " name '" + name + "' must consist of letters, digits, '_', '.' and '-'");
        }
    }
}
