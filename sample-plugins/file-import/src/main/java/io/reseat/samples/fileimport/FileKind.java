package io.reseat.samples.fileimport;

import java.util.Locale;

/** What a file's name says of its content. */
enum FileKind {
    CSV,
    JSON_LINES,
    /** Hidden, or still being written under a name for that. */
    TEMPORARY,
    UNKNOWN;

    static FileKind of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith(".") || lower.endsWith("~") || endsWithAny(lower, ".part", ".filepart", ".tmp", ".swp")) {
            return TEMPORARY;
        }
        if (lower.endsWith(".csv")) {
            return CSV;
        }
        return endsWithAny(lower, ".jsonl", ".ndjson") ? JSON_LINES : UNKNOWN;
    }

    private static boolean endsWithAny(String name, String... endings) {
        for (String ending : endings) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }
}
