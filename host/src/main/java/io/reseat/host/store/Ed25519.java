package io.reseat.host.store;

import io.reseat.host.model.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Ed25519 keys as text, and what exactly is signed. Stateless. */
final class Ed25519 {
    static final String NAME = "Ed25519";

    private static final int RAW = 32;
    /** The ASN.1 head of a SubjectPublicKeyInfo of this kind: the 32 bytes of the key follow. */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /** What a signature signs: names its purpose, so that it fits nowhere else. */
    static byte[] statement(Digest digest) {
        return ("reseat artifact sha256 " + digest.hex() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The 32 bytes of a public key. */
    static byte[] rawOf(String text) {
        byte[] bytes = decode(text);
        boolean x509 = bytes.length == X509_HEAD.length + RAW
                && Arrays.equals(Arrays.copyOf(bytes, X509_HEAD.length), X509_HEAD);
        if (!x509 && bytes.length != RAW) {
            throw noKey(text);
        }
        return Arrays.copyOfRange(bytes, bytes.length - RAW, bytes.length);
    }

    static PublicKey publicKey(byte[] raw) {
        ByteArrayOutputStream x509 = new ByteArrayOutputStream();
        x509.writeBytes(X509_HEAD);
        x509.writeBytes(raw);
        try {
            return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(x509.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw noKey(Base64.getEncoder().encodeToString(raw));
        }
    }

    /** Reads a PKCS#8 PEM. */
    static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance(NAME).generatePrivate(new PKCS8EncodedKeySpec(decode(pem)));
    }

    static String toPem(PrivateKey key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    /** What names a key: the first 16 digits of the digest of its raw bytes. */
    static String keyId(byte[] raw) {
        return Digest.of(raw).hex().substring(0, 16);
    }

    private static byte[] decode(String text) {
        String body = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw noKey(text);
        }
    }

    private static IllegalArgumentException noKey(String text) {
        String shown = text.strip().lines().findFirst().orElse("");
        return new IllegalArgumentException("'" + shown.substring(0, Math.min(60, shown.length()))
                + "' is no Ed25519 public key: write the line that 'reseat sign' printed, or a PEM");
    }
}
