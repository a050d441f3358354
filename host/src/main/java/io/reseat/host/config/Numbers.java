package io.reseat.host.config;

import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Scalar;
import java.math.BigInteger;

/** Range checks that cannot overflow. */
final class Numbers {
    private static final int MOST_DIGITS = 40;

    private Numbers() {}

    static boolean within(Scalar scalar, long least, long most) {
        if (scalar.kind() != Kind.INTEGER || scalar.text().length() > MOST_DIGITS) {
            return false;
        }
        BigInteger number = scalar.integer();
        return number.compareTo(BigInteger.valueOf(least)) >= 0 && number.compareTo(BigInteger.valueOf(most)) <= 0;
    }
}
