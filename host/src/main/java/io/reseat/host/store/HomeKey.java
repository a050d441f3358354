package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.nio.file.Path;

/** The key of a home that keeps a shown digest from being used to guess a secret. Immutable. */
public final class HomeKey {
    private HomeKey() {}

    /**
     * Reads the key, and makes it on the first start.
     *
     * @param data the home's {@code data} folder
     */
    public static HomeKey load(Path data) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The HMAC-SHA-256 of some bytes. Safe from any thread. */
    public Digest mac(byte[] content) {
        throw new UnsupportedOperationException();
    }
}
