package io.reseat.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/** A string that does not show itself: {@link #toString} is a mask. Immutable. */
public final class SecretValue {
    private static final String MASK = "******";

    private final String value;

    private SecretValue(String value) {
        this.value = value;
    }

    /** Wraps a string, which may be empty. */
    public static SecretValue of(String value) {
        return new SecretValue(Objects.requireNonNull(value, "value"));
    }

    /** The secret itself. */
    public String reveal() {
        return value;
    }

    /** Compares in a time that does not depend on where two secrets of one length differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretValue that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
