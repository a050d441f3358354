package io.reseat.host.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 (or HMAC-SHA-256) value, shown as 64 lower-case hexadecimal digits. Kept as numbers: a host with thousands of
 * tasks has several of each.
 */
public final class Digest {
    private static final int DIGITS = 64;

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    /** @throws IllegalArgumentException if this is not what {@link #hex} gives */
    public Digest(String hex) {
        boolean good = hex.length() == DIGITS;
        for (int i = 0; good && i < DIGITS; i++) {
            good = isDigit(hex.charAt(i));
        }
        if (!good) {
            throw new IllegalArgumentException("'" + hex + "' is no SHA-256 digest");
        }
        first = Long.parseUnsignedLong(hex, 0, 16, 16);
        second = Long.parseUnsignedLong(hex, 16, 32, 16);
        third = Long.parseUnsignedLong(hex, 32, 48, 16);
        fourth = Long.parseUnsignedLong(hex, 48, 64, 16);
    }

    private static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    /** As 64 lower-case hexadecimal digits. */
    public String hex() {
        HexFormat format = HexFormat.of();
        return format.toHexDigits(first)
                + format.toHexDigits(second)
                + format.toHexDigits(third)
                + format.toHexDigits(fourth);
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
        return hex().substring(0, 12);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest
                && first == digest.first
                && second == digest.second
                && third == digest.third
                && fourth == digest.fourth;
    }

    @Override
    public int hashCode() {
        return (int) first;
    }

    @Override
    public String toString() {
        return hex();
    }
}
