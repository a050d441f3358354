package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** In a child JVM the host has the loop of cycles, so that a generation has nothing to tell but that its service works. */
record ResidentEvents(Residents.Parent parent, long key) implements GenerationEvents {
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

    /** The host is told by the failure of the step. */
    @Override
    public void leftAlone(long generation, String message, String stack, CompletionStage<Void> ended) {}

    @Override
    public void saved(Generation generation) {}

    @Override
    public void lost(Generation generation, String message, boolean charged) {}
}
