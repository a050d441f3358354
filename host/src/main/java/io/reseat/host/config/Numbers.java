package io.reseat.host.config;

import java.math.BigInteger;

/** Range checks that cannot overflow. */
final class Numbers {
    private Numbers() {}

    static boolean within(BigInteger number, long least, long most) {
        return number.compareTo(BigInteger.valueOf(least)) >= 0 && number.compareTo(BigInteger.valueOf(most)) <= 0;
    }
}
