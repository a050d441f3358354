package io.reseat.host.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Every wait of a test may take as long as a machine under heavy load needs; JUnit finds this for all test classes. */
public final class Patience implements BeforeAllCallback {
    /** Long enough for anything that comes at all. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
