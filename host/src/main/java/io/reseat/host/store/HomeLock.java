package io.reseat.host.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The lock that keeps a second host out of a home. Held until it is closed or the process ends. */
public final class HomeLock implements Closeable {
    private HomeLock() {}

    /**
     * Takes the lock of a home.
     *
     * @param data the home's {@code data} folder
     * @throws HomeInUseException if another host has it; the message names its pid
     */
    public static HomeLock take(Path data) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
