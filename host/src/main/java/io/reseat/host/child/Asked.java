package io.reseat.host.child;

import io.reseat.host.wire.Channel;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Answers the host: what concerns the JVM here, all else by the plugins' side. On the thread that reads. */
final class Asked implements Channel.End {
    private static final int ENDED = 0;

    private final Runnable looks;
    private @Nullable Plugins plugins;
    private @Nullable Ending ending;

    /** @param looks called at each ping */
    Asked(Runnable looks) {
        this.looks = looks;
    }

    /** Gives it who answers; called before anything is read. */
    void begin(Plugins plugins, Ending ending) {
        this.plugins = plugins;
        this.ending = ending;
    }

    @Override
    public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
        try {
            return answer(what, body);
        } catch (Throwable e) { // a class that cannot be loaded must not end the thread that reads
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<Map<String, Object>> answer(String what, Map<String, Object> body) {
        return switch (what) {
            case "ping" -> ping();
            case "levels" -> levels(body);
            case "end" -> end(Objects.requireNonNull(ending));
            default -> {
                if (body.get("levels") instanceof Map<?, ?> levels) {
                    ChildLoggers.ALL.levels(texts(levels));
                }
                yield Objects.requireNonNull(plugins).asked(what, body);
            }
        };
    }

    private CompletionStage<Map<String, Object>> ping() {
        looks.run();
        return CompletableFuture.completedFuture(Vitals.read());
    }

    private static CompletionStage<Map<String, Object>> levels(Map<String, Object> body) {
        ChildLoggers.ALL.levels(body);
        return CompletableFuture.completedFuture(Map.of());
    }

    private static CompletionStage<Map<String, Object>> end(Ending ending) {
        CompletableFuture<Map<String, Object>> closed = new CompletableFuture<>();
        ending.order("end", () -> {
            closed.complete(Map.of()); // answered on this thread, so before it goes on
            ending.exit(ENDED);
        });
        return closed;
    }

    @Override
    public void told(String what, Map<String, Object> body) {
        LoggerFactory.getLogger(Asked.class).debug("the host told something that is not known here: {}", what);
    }

    @Override
    public void noise(String line) {
        LoggerFactory.getLogger(Asked.class).warn("the host said something that is no message: {}", line);
    }

    private static Map<String, Object> texts(Map<?, ?> levels) {
        Map<String, Object> texts = new HashMap<>();
        levels.forEach((name, level) -> texts.put(String.valueOf(name), String.valueOf(level)));
        return texts;
    }
}
