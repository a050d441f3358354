package io.reseat.host.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nothing that an event throws ends the thread on which all else depends. */
class OwnerThreadTest {
    @Test
    void anEventWhoseFailureCannotEvenBeLoggedEndsAlone() throws Exception {
        try (OwnerThread owner = new OwnerThread()) {
            owner.execute(() -> {
                throw new UntellableError();
            });
            assertEquals(
                    "still there",
                    owner.ask(() -> CompletableFuture.completedFuture("still there"))
                            .get(60, TimeUnit.SECONDS));
        }
    }

    /** As when there is no memory left for its message. */
    private static final class UntellableError extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("no memory for a message");
        }
    }
}
