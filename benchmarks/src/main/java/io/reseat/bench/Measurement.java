package io.reseat.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** Measures one thing, on the calling thread, and hands over each row as soon as it is known. */
interface Measurement {
    void measure(Lab lab, Consumer<Row> table) throws IOException;
}
