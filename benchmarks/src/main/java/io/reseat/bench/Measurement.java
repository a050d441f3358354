package io.reseat.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** Measures one thing, on the calling thread, and hands over each row as soon as it is known. */
interface Measurement {
    void measure(Lab lab, Consumer<Row> table) throws IOException;

    /** What its figures are set beside: the title of that column. Those of one title share a table. */
    default String beside() throws IOException {
        return "bare loop";
    }
}
