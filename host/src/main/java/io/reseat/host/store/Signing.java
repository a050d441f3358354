package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/**
 * Makes Ed25519 keys and the detached signatures that {@link Trust} asks for. Stateless. What is signed is the line
 * {@code reseat artifact sha256 <digest>}, so that the size of a JAR does not matter.
 */
public final class Signing {
    private static final String SUFFIX = ".sig";

    private Signing() {}

    /**
     * Makes a key pair.
     *
     * @param privateKeyFile where the private key goes (PKCS#8 PEM, readable by its owner alone); must not exist
     * @return the public key as the one line that {@code trust:} takes
     */
    public static String generate(Path privateKeyFile) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(Ed25519.NAME).generateKeyPair();
            PrivateFiles.create(privateKeyFile, Ed25519.toPem(pair.getPrivate()).getBytes(StandardCharsets.US_ASCII));
            String x509 = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
            return Base64.getEncoder().encodeToString(Ed25519.rawOf(x509));
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java platform has no " + Ed25519.NAME, e);
        }
    }

    /**
     * Signs a JAR or a plugin folder: writes {@code <artifact>.sig} beside it.
     *
     * @return the signature's file
     * @throws IOException if a file cannot be read or written, or the key is no Ed25519 private key
     */
    public static Path sign(Path artifact, Path privateKeyFile) throws IOException {
        LocalSource source = new LocalSource(artifact);
        byte[] signature = sign(ContentDigest.of(source), readKey(privateKeyFile));
        Path file = artifact.toAbsolutePath().normalize().resolveSibling(source.name() + SUFFIX);
        DurableFile.write(
                file, (Base64.getEncoder().encodeToString(signature) + "\n").getBytes(StandardCharsets.US_ASCII));
        return file;
    }

    private static byte[] sign(Digest digest, PrivateKey key) throws IOException {
        try {
            Signature signer = Signature.getInstance(Ed25519.NAME);
            signer.initSign(key);
            signer.update(Ed25519.statement(digest));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot sign: " + e.getMessage(), e);
        }
    }

    private static PrivateKey readKey(Path file) throws IOException {
        try {
            return Ed25519.privateKey(Files.readString(file));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " holds no Ed25519 private key as PKCS#8 PEM: make one with 'reseat sign'", e);
        }
    }

    /**
     * Checks a JAR or folder against the {@code .sig} beside it.
     *
     * @return the id of the key that signed it
     * @throws IOException if it is not signed by a trusted key; the message names the keys that were tried
     */
    public static String verify(Path artifact, Trust trust) throws IOException {
        LocalSource source = new LocalSource(artifact);
        return Sidecars.signer(source, ContentDigest.of(source), trust)
                .orElseThrow(() -> new IOException("no key is trusted: say which"));
    }
}
