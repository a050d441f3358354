package io.reseat.host.children;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a child JVM lead generations of the host's own through their lives, again and again, so that the way of the first real
 * one is loaded and compiled. Asked in parts, so that the line between the two JVMs takes part. Stateless; nothing blocks.
 */
final class Rehearsals {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);
    private static final int PARTS = 10;
    private static final int LIVES = 5;
    private static final long PATIENCE_SECONDS = 30;

    /** The line to the JVM. */
    interface Line {
        CompletableFuture<Map<String, Object>> ask(String what, Map<String, ?> body);
    }

    private Rehearsals() {}

    /** Completes when all is over; also where something failed, since a child is as good without it. */
    static CompletableFuture<Void> in(Line line) {
        return part(line, PARTS)
                .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    LOG.debug("a child JVM is not warmed: {}", failure.toString());
                    return null;
                });
    }

    private static CompletableFuture<Void> part(Line line, int left) {
        return left == 0
                ? CompletableFuture.completedFuture(null)
                : line.ask("rehearse", Map.of("lives", LIVES)).thenCompose(over -> part(line, left - 1));
    }
}
