package io.reseat.host.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Every wait of a test may take as long as a machine under heavy load needs, and looks often at first, since most are over
 * soon. A look that ends in an exception (a file or an MBean that is not there yet) is no answer: it is the cause of what
 * fails when time is up. JUnit finds this for all test classes.
 */
public final class Patience implements BeforeAllCallback {
    /** Long enough for anything that comes at all. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int FIRST_MILLIS = 10;
    private static final int LONGEST_MILLIS = 100;

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
        Awaitility.ignoreExceptionsByDefault();
        Awaitility.setDefaultPollInterval((looks, previous) ->
                Duration.ofMillis(Math.min(LONGEST_MILLIS, FIRST_MILLIS * (long) Math.min(looks, LONGEST_MILLIS))));
    }
}
