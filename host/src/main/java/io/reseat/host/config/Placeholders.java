package io.reseat.host.config;

import io.reseat.host.model.ConfigNode.Resolved;
import io.reseat.host.model.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves {@code ${NAME}}, {@code ${NAME:default}} and {@code ${file:/path}} in the scalars of one file. */
final class Placeholders {
    private static final String OPEN = "${";
    private static final String ESCAPED = "$${";
    private static final String FILE = "file:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final Function<String, @Nullable String> environment;
    private final SecretFiles files;
    private final Problems problems;

    Placeholders(Function<String, @Nullable String> environment, Path home, Problems problems) {
        this.environment = environment;
        this.files = new SecretFiles(home);
        this.problems = problems;
    }

    static boolean isIn(String source) {
        return source.contains(OPEN);
    }

    /** The files named so far, readable or not. */
    Set<String> references() {
        return files.named();
    }

    /**
     * The text that a scalar stands for; a part that cannot be resolved is a problem at its place.
     *
     * @param resolved gets what was put in from elsewhere
     */
    String resolve(Place place, String source, List<Resolved> resolved) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int open = source.indexOf(OPEN); open >= 0; open = source.indexOf(OPEN, from)) {
            if (open > from && source.startsWith(ESCAPED, open - 1)) {
                text.append(source, from, open - 1).append(OPEN);
                from = open + OPEN.length();
                continue;
            }
            int close = source.indexOf('}', open);
            if (close < 0) {
                problems.add(place, "'${' without '}'; write '$${' for a literal one");
                return "";
            }
            text.append(source, from, open)
                    .append(lookUp(place, source.substring(open + OPEN.length(), close), resolved));
            from = close + 1;
        }
        return text.append(source, from, source.length()).toString();
    }

    private String lookUp(Place place, String inner, List<Resolved> resolved) {
        if (inner.contains(OPEN)) {
            problems.add(place, "'${" + inner + "}' stands inside another one, which is not possible");
            return "";
        }
        if (inner.startsWith(FILE)) {
            String content = read(place, inner.substring(FILE.length()));
            resolved.add(new Resolved(OPEN + inner + "}", content, true));
            return content;
        }
        int colon = inner.indexOf(':');
        String name = colon < 0 ? inner : inner.substring(0, colon);
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    place,
                    "'${" + inner + "}' names no variable; write ${NAME}, ${NAME:default} or ${file:/path},"
                            + " and '$${' for a literal '${'");
            return "";
        }
        String value = environment.apply(name);
        if (value == null && colon < 0) {
            problems.add(place, "the variable " + name + " is not set; set it, or write ${" + name + ":default}");
            return "";
        }
        if (value == null) {
            return inner.substring(colon + 1);
        }
        resolved.add(new Resolved(OPEN + inner + "}", value, false));
        return value;
    }

    private String read(Place place, String path) {
        try {
            return files.read(path);
        } catch (SecretFiles.UnreadableSecretException e) {
            problems.add(place, "${file:" + path + "} cannot be read: " + e.getMessage());
            return "";
        }
    }
}
