package io.reseat.bench;

import java.io.IOException;

/** A running program whose config is changed in turn with those of others. Used by the one thread that measures. */
interface Contender extends AutoCloseable {
    /** Prepares its next config. */
    Change nextConfig() throws IOException;

    /** What its cycles record. */
    Pulses pulses();

    @Override
    void close() throws IOException;
}
