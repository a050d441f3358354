package io.reseat.samples.fileimport;

import org.jspecify.annotations.Nullable;

/** Turns a record into the values of a row, in the order of the configured columns; null where there is no value. */
@FunctionalInterface
interface RowParser {
    @Nullable
    String[] parse(String record) throws MalformedException;
}
