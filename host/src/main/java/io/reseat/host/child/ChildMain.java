package io.reseat.host.child;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The main class of a child JVM. */
public final class ChildMain {
    private ChildMain() {}

    /** Called by the JVM. There are no arguments: the host says everything. */
    public static void main(String[] arguments) {
        Child.serve(channel -> new Plugins() {
            @Override
            public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
                return CompletableFuture.failedFuture(new IllegalStateException(what + " is not built yet"));
            }

            @Override
            public CompletionStage<?> close() {
                return CompletableFuture.completedFuture(null);
            }
        });
    }
}
