package io.reseat.host.binding;

import java.util.Locale;

/** Turns Java names into the ones of files: {@code rebuildAfter}, {@code RebuildAfter}, {@code REBUILD_AFTER}. */
final class KebabCase {
    private KebabCase() {}

    static String of(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
                .replace('_', '-')
                .toLowerCase(Locale.ROOT);
    }
}
