package io.reseat.host.children;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The calls in one child JVM that heed no interrupt and were left alone there. Safe from any thread. */
final class Hangs {
    private final Map<Long, CompletableFuture<Void>> calls = new ConcurrentHashMap<>();
    private volatile boolean any;
    private volatile boolean over;

    /** One more; the answer completes when it ends at last, or the JVM does. */
    CompletionStage<Void> begun(long call) {
        any = true;
        CompletableFuture<Void> ended = calls.computeIfAbsent(call, number -> new CompletableFuture<>());
        if (over) { // after it was put: all that are found then are ended
            ended(call);
        }
        return ended;
    }

    /** It has ended. */
    void ended(long call) {
        CompletableFuture<Void> ended = calls.remove(call);
        if (ended != null) {
            ended.complete(null);
        }
    }

    /** The JVM is gone. */
    void over() {
        over = true;
        List.copyOf(calls.keySet()).forEach(this::ended);
    }

    /** Nothing more is to be built beside what hangs there, or is about to be found to. */
    void avoid() {
        any = true;
    }

    /** Whether something hangs, or has: what did so once keeps others out. */
    boolean any() {
        return any;
    }
}
