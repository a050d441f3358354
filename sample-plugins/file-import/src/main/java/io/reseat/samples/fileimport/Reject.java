package io.reseat.samples.fileimport;

/** A record that was not imported. */
record Reject(SourceRecord record, String reason) {
    /** One line, whatever the record holds, so that the lines can be counted. */
    String toLine() {
        return "line " + record.line() + ": " + oneLine(reason) + " | " + oneLine(record.text()) + "\n";
    }

    private static String oneLine(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }
}
