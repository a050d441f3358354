package io.reseat.host.store;

import java.io.IOException;
import java.nio.file.Path;

/** Makes Ed25519 keys and the detached signatures that {@link Trust} asks for. Stateless. */
public final class Signing {
    private Signing() {}

    /**
     * Makes a key pair.
     *
     * @param privateKeyFile where the private key goes (PKCS#8 PEM, readable by its owner alone); must not exist
     * @return the public key as the one line that {@code trust:} takes
     */
    public static String generate(Path privateKeyFile) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Signs a JAR or a plugin folder: adds a line to {@code <artifact>.sig} beside it.
     *
     * @return the signature's file
     * @throws IOException if a file cannot be read or written, or the key is no Ed25519 private key
     */
    public static Path sign(Path artifact, Path privateKeyFile) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Checks a JAR or folder against the {@code .sig} beside it.
     *
     * @return the id of the key that signed it
     * @throws IOException if it is not signed by a trusted key; the message names the keys that were tried
     */
    public static String verify(Path artifact, Trust trust) throws IOException {
        throw new UnsupportedOperationException();
    }
}
