package io.reseat.host.reconcile;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DepartureTest {
    private final CompletableFuture<String> killed = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = Departure.gone(killed, ended, Duration.ofMillis(20));

    @Test
    void theTimeThatAKillIsWaitedForBeginsWithTheKill() throws Exception {
        assertThrows(TimeoutException.class, () -> gone.get(500, TimeUnit.MILLISECONDS));
        killed.complete("its stacks");
        assertNull(gone.get(60, TimeUnit.SECONDS));
    }

    @Test
    void whatHasEndedIsWaitedForNoLonger() throws Exception {
        ended.completeExceptionally(new IllegalStateException("its JVM is gone"));
        assertNull(gone.get(60, TimeUnit.SECONDS));
    }
}
