package io.reseat.host.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The "did you mean" of messages. */
public final class NearestName {
    private static final int LONGEST = 64;
    private static final int SHORTEST_START = 3;

    private NearestName() {}

    /** {@code "; did you mean 'x'?"} where one of the known names is near, else {@code ""}. */
    public static String hint(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return "";
        }
        return known.stream()
                .filter(name -> near(plain(word), plain(name)))
                .min(Comparator.comparingInt((String name) -> distance(plain(word), plain(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    private static boolean near(String word, String name) {
        boolean begun = word.length() >= SHORTEST_START && name.startsWith(word);
        return begun || distance(word, name) <= Math.max(1, word.length() / 3);
    }

    /** {@code rebuild_after}, {@code rebuildAfter} and {@code rebuild-after} are one word. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
    static int distance(String left, String right) {
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = last[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (swapped(left, i, right, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[right.length()];
    }

    private static boolean swapped(String left, int i, String right, int j) {
        return i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2) && left.charAt(i - 2) == right.charAt(j - 1);
    }
}
