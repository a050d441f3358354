package io.reseat.host.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 (or HMAC-SHA-256) value, as 64 lower-case hexadecimal digits. */
public record Digest(String hex) {
    public Digest {
        boolean good = hex.length() == 64;
        for (int i = 0; good && i < hex.length(); i++) {
            good = isDigit(hex.charAt(i));
        }
        if (!good) {
            throw new IllegalArgumentException("'" + hex + "' is no SHA-256 digest");
        }
    }

    private static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    /** The digest of some bytes. */
    public static Digest of(byte[] content) {
        return ofRaw(sha256().digest(content));
    }

    /** From the 32 bytes that a {@link MessageDigest} or a MAC gave. */
    public static Digest ofRaw(byte[] raw) {
        return new Digest(HexFormat.of().formatHex(raw));
    }

    /** A new SHA-256 computation. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The first 12 digits, for people. */
    public String brief() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return hex;
    }
}
