package io.reseat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown page that has a place for the table, between two comments. Stateless. */
final class Page {
    private static final String START = "<!-- printed by benchmarks/run -->\n";
    private static final String END = "<!-- end of what it printed -->\n";

    private Page() {}

    /** Whether there is such a page; asked before hours of measuring are lost. */
    static boolean takes(Path page) {
        try {
            String text = Files.exists(page) ? Files.readString(page) : "";
            return text.contains(START) && text.indexOf(END) > text.indexOf(START);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a table in place of the one before. */
    static void put(Path page, String table) throws IOException {
        String text = Files.readString(page);
        String before = text.substring(0, text.indexOf(START) + START.length());
        Files.writeString(page, before + "\n" + table + "\n" + text.substring(text.indexOf(END)));
    }
}
