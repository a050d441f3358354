package io.reseat.host.lifecycle;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a child JVM answers when it is asked what its threads do, or that it does not say. Stateless. */
final class ChildStacks {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private ChildStacks() {}

    static CompletableFuture<String> soon(CompletableFuture<Map<String, Object>> asked) {
        return within(SOON, asked);
    }

    /** Of one that is to be killed: a successor waits for that. */
    static CompletableFuture<String> atOnce(CompletableFuture<Map<String, Object>> asked) {
        return within(AT_ONCE, asked);
    }

    private static CompletableFuture<String> within(Duration limit, CompletableFuture<Map<String, Object>> asked) {
        return asked.thenApply(answer -> String.valueOf(answer.get("text")))
                .completeOnTimeout(
                        "its child JVM does not say within " + limit.toMillis() + " ms what its threads do",
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS)
                .exceptionally(failure -> "its child JVM does not say: "
                        + GenerationFailure.of("stacks", failure).text());
    }
}
