package io.reseat.host.isolation;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes secrets out of texts. Immutable; made where something failed, and not kept.
 *
 * <p>A secret of less than four characters is left where it stands: it would be found in texts that do not mean it. One of
 * less than eight is taken out where it stands alone, not within a word. Of one with several lines each longer line is
 * taken out by itself too.
 */
public final class Redaction {
    /** Leaves every text as it is. */
    public static final Redaction NONE = new Redaction(List.of());

    private static final int SHORTEST = 4;
    private static final int SHORTEST_WITHIN_A_WORD = 8;
    private static final String NO_WORD_BEFORE = "(?<![\\p{L}\\p{N}])";
    private static final String NO_WORD_AFTER = "(?![\\p{L}\\p{N}])";

    private static final Comparator<Secret> LONGEST_FIRST =
            Comparator.comparingInt((Secret secret) -> secret.text().length()).reversed();

    private final List<Secret> longestFirst;

    private record Secret(String text, String shown) {}

    private Redaction(List<Secret> longestFirst) {
        this.longestFirst = longestFirst;
    }

    /**
     * Takes these out.
     *
     * @param secrets each with what is shown instead
     */
    public static Redaction of(Map<String, String> secrets) {
        Map<String, String> all = new LinkedHashMap<>();
        secrets.forEach((secret, shown) -> {
            all.put(secret.strip(), shown);
            if (secret.strip().lines().skip(1).findAny().isPresent()) {
                secret.lines()
                        .map(String::strip)
                        .filter(line -> line.length() >= SHORTEST_WITHIN_A_WORD)
                        .forEach(line -> all.putIfAbsent(line, shown));
            }
        });
        return new Redaction(all.entrySet().stream()
                .filter(secret -> secret.getKey().length() >= SHORTEST)
                .map(secret -> new Secret(secret.getKey(), secret.getValue()))
                .sorted(LONGEST_FIRST)
                .toList());
    }

    /** Takes out the secrets of both. */
    public Redaction and(Redaction other) {
        return new Redaction(Stream.concat(longestFirst.stream(), other.longestFirst.stream())
                .sorted(LONGEST_FIRST)
                .toList());
    }

    /** The text without secrets. */
    public String clean(String text) {
        String clean = text;
        for (Secret secret : longestFirst) {
            clean = clean(clean, secret);
        }
        return clean;
    }

    /** The same for the beginning of a longer text, which may end within a secret. */
    String cleanBeginning(String text) {
        String clean = clean(text);
        for (Secret secret : longestFirst) {
            int most = Math.min(secret.text().length() - 1, clean.length());
            for (int length = most; length >= SHORTEST; length--) {
                if (clean.regionMatches(clean.length() - length, secret.text(), 0, length)) {
                    clean = clean.substring(0, clean.length() - length) + secret.shown();
                    break;
                }
            }
        }
        return clean;
    }

    private static String clean(String text, Secret secret) {
        if (!text.contains(secret.text())) {
            return text;
        } else if (secret.text().length() >= SHORTEST_WITHIN_A_WORD) {
            return text.replace(secret.text(), secret.shown());
        }
        return Pattern.compile(NO_WORD_BEFORE + Pattern.quote(secret.text()) + NO_WORD_AFTER)
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(secret.shown()));
    }
}
