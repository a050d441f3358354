package io.reseat.host.reconcile;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the generations that heed no interrupt and were left alone, until their cycles end. Safe from any thread. */
final class Quarantine {
    private final AtomicInteger inside = new AtomicInteger();

    /** One more, until this completes; it alone is not kept. */
    void admit(CompletionStage<?> end) {
        inside.incrementAndGet();
        end.whenComplete((nothing, failure) -> inside.decrementAndGet());
    }

    int count() {
        return inside.get();
    }
}
