package io.reseat.samples.fileimport;

/**
 * One record of a file: a line, or in CSV the lines that a quoted field spans.
 *
 * @param line the number of its first line, from 1 on
 * @param text without the line end
 * @param problem why it is none; empty if it is one
 */
record SourceRecord(long line, String text, String problem) {
    boolean isBlank() {
        return problem.isEmpty() && text.isBlank();
    }
}
