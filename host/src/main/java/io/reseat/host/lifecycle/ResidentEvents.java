package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** In a child JVM the host has the loop of cycles, so that a generation has little to tell. */
record ResidentEvents(Residents.Parent parent, long key) implements GenerationEvents {
    private static final AtomicLong CALLS = new AtomicLong();

    @Override
    public void wentWell(Generation generation) {
        parent.ready(key);
    }

    @Override
    public void cycleFailed(Generation generation, PluginFailure failure, boolean waits) {}

    @Override
    public void completed(Generation generation) {}

    @Override
    public void overdue(Generation generation, String what, Duration timeout, String stack) {}

    @Override
    public void leftAlone(long generation, String message, String stack, CompletionStage<Void> ended) {
        long call = CALLS.incrementAndGet();
        parent.hangs(key, call, message, stack);
        ended.thenRun(() -> parent.freed(call));
    }

    @Override
    public void saved(Generation generation) {}

    @Override
    public void lost(Generation generation, String message, boolean charged) {}
}
