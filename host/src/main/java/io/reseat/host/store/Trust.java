package io.reseat.host.store;

import java.util.List;

/** The public keys whose signatures make an artifact trusted. Immutable. */
public final class Trust {
    private Trust() {}

    /**
     * Trusts these Ed25519 keys.
     *
     * @param publicKeys each the base64 of the 32 raw bytes (what {@link Signing#generate} answers), or an X.509
     *     SubjectPublicKeyInfo as PEM or as its base64
     * @throws IllegalArgumentException if one is no such key; the message says which
     */
    public static Trust of(List<String> publicKeys) {
        throw new UnsupportedOperationException();
    }

    /** Asks for no signature. */
    public static Trust none() {
        throw new UnsupportedOperationException();
    }

    /** Whether artifacts must be signed. */
    public boolean required() {
        throw new UnsupportedOperationException();
    }
}
