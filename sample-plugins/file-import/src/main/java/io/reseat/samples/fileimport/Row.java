package io.reseat.samples.fileimport;

import org.jspecify.annotations.Nullable;

/** A record and the values that it was read as, in the order of the table's columns. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Row(SourceRecord record, @Nullable String[] values) {}
