package io.reseat.host.watch;

import java.time.Duration;
import java.util.List;

/**
 * What counts as an entry of a tree, and when it is taken.
 *
 * @param kind which names are entries
 * @param quiet how long a file must be unchanged before it is taken, unless its last act was a rename
 * @param emptyIsPending whether an empty file waits for content instead of being taken
 * @param sidecars suffixes of files that belong to the entry they lie beside, such as {@code .sig}
 * @param signed whether every entry must be signed, so that it may come over an unprotected protocol
 */
public record TreeRules(Kind kind, Duration quiet, boolean emptyIsPending, List<String> sidecars, boolean signed) {
    /** Which names are entries. Hidden and temporary names never are. */
    public enum Kind {
        /** Files {@code *.yaml}, {@code *.yml} and {@code *.json}, no folders. */
        CONFIG_FILES,
        /** Files {@code *.jar}, and folders, each of which is one entry with all that lies below. */
        PLUGINS
    }

    public TreeRules {
        sidecars = List.copyOf(sidecars);
    }

    /** Config files: taken after 50 ms. */
    public static TreeRules configFiles() {
        return new TreeRules(Kind.CONFIG_FILES, Duration.ofMillis(50), true, List.of(), false);
    }

    /** Plugins: taken after 200 ms, with {@code .sha256} and {@code .sig} beside them. */
    public static TreeRules plugins() {
        return new TreeRules(Kind.PLUGINS, Duration.ofMillis(200), true, List.of(".sha256", ".sig"), false);
    }

    /** The same for a tree where every entry must be signed, or need not be. */
    public TreeRules withSigned(boolean mustBeSigned) {
        return new TreeRules(kind, quiet, emptyIsPending, sidecars, mustBeSigned);
    }

    /** The same with another quiet time. */
    public TreeRules withQuiet(Duration other) {
        return new TreeRules(kind, other, emptyIsPending, sidecars, signed);
    }
}
