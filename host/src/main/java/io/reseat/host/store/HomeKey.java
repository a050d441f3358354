package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key of a home that keeps a shown digest from being used to guess a secret. Immutable. */
public final class HomeKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec key;

    private HomeKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Reads the key, and makes it on the first start. Called by the one host that has locked the home.
     *
     * @param data the home's {@code data} folder
     * @throws IOException also if the file does not hold 32 bytes
     */
    public static HomeKey load(Path data) throws IOException {
        Optional<HomeKey> kept = existing(data);
        if (kept.isPresent()) {
            return kept.get();
        }
        Path file = file(data);
        Path unfinished = data.resolve("digest.key.tmp");
        Files.deleteIfExists(unfinished); // the host was killed while it made it
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        PrivateFiles.create(unfinished, fresh);
        DurableFile.put(unfinished, file);
        return new HomeKey(fresh);
    }

    /**
     * Reads the key of a home that a host ran on; empty if none did.
     *
     * @param data the home's {@code data} folder
     * @throws IOException also if the file does not hold 32 bytes
     */
    public static Optional<HomeKey> existing(Path data) throws IOException {
        Path file = file(data);
        Optional<byte[]> kept = DurableFile.read(file).filter(content -> content.length > 0);
        if (kept.isPresent() && kept.get().length != BYTES) {
            throw new IOException(
                    file + " does not hold the " + BYTES + " bytes of a key: restore it, or remove it to get"
                            + " a new one (every config then counts as changed)");
        }
        return kept.map(HomeKey::new);
    }

    private static Path file(Path data) {
        return data.resolve("digest.key");
    }

    /** The HMAC-SHA-256 of some bytes. Safe from any thread. */
    public Digest mac(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Digest.ofRaw(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
