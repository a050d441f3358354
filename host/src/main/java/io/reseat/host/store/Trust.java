package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The public keys whose signatures make an artifact trusted. Immutable. */
public final class Trust {
    private static final Trust NONE = new Trust(Map.of());

    private final Map<String, PublicKey> keys;

    private Trust(Map<String, PublicKey> keys) {
        this.keys = keys;
    }

    /**
     * Trusts these Ed25519 keys.
     *
     * @param publicKeys each the base64 of the 32 raw bytes (what {@link Signing#generate} answers), or an X.509
     *     SubjectPublicKeyInfo as PEM or as its base64
     * @throws IllegalArgumentException if one is no such key; the message says which
     */
    public static Trust of(List<String> publicKeys) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (String text : publicKeys) {
            byte[] raw = Ed25519.rawOf(text);
            keys.put(Ed25519.keyId(raw), Ed25519.publicKey(raw));
        }
        return keys.isEmpty() ? NONE : new Trust(keys);
    }

    /** Asks for no signature. */
    public static Trust none() {
        return NONE;
    }

    /** Whether artifacts must be signed. */
    public boolean required() {
        return !keys.isEmpty();
    }

    /** Whether an artifact that this key signed, or nobody, may run. */
    boolean accepts(Optional<String> signer) {
        return !required() || signer.map(keys::containsKey).orElse(false);
    }

    /** The ids of the keys, for people. */
    String shownKeys() {
        return String.join(", ", keys.keySet());
    }

    /**
     * Who signed.
     *
     * @param signatures the content of a {@code .sig} file: a base64 line for each signature
     * @return the id of the first trusted key with a good signature
     */
    Optional<String> signer(Digest digest, byte[] signatures) {
        byte[] statement = Ed25519.statement(digest);
        return new String(signatures, StandardCharsets.US_ASCII)
                .lines()
                .map(Trust::decoded)
                .flatMap(signature -> keys.keySet().stream().filter(id -> good(id, statement, signature)))
                .findFirst();
    }

    private static byte[] decoded(String line) {
        try {
            return Base64.getDecoder().decode(line.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0]; // no signature: like a bad one
        }
    }

    private boolean good(String id, byte[] statement, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(Ed25519.NAME);
            verifier.initVerify(keys.get(id));
            verifier.update(statement);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not 64 bytes, or no point of the curve
        }
    }
}
