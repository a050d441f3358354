package io.reseat.host.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.TaskName;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final TaskName ONE = new TaskName("one");
    private static final TaskName TWO = new TaskName("two");

    private final Quarantine quarantine = new Quarantine(() -> 2);

    @Test
    void aGenerationCountsOnceUntilTheLastOfItsThreadsHasEnded() {
        CompletableFuture<Void> save = new CompletableFuture<>();
        CompletableFuture<Void> close = new CompletableFuture<>();
        quarantine.admit(ONE, 7, save);
        quarantine.admit(ONE, 7, close);
        assertEquals(1, quarantine.count());
        save.complete(null);
        assertEquals(1, quarantine.count());
        close.completeExceptionally(new IllegalStateException("at last"));
        assertEquals(0, quarantine.count());
    }

    @Test
    void theLimitIsOfTheHostAndOfEachTask() {
        quarantine.admit(ONE, 7, new CompletableFuture<>());
        assertTrue(quarantine.lastOf(ONE));
        assertFalse(quarantine.full(ONE));
        quarantine.admit(TWO, 7, new CompletableFuture<>());
        assertTrue(quarantine.full());
        assertFalse(quarantine.full(ONE));
        quarantine.admit(ONE, 8, new CompletableFuture<>());
        assertTrue(quarantine.full(ONE));
    }
}
