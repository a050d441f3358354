package io.reseat.host.children;

import io.reseat.host.wire.Channel;
import io.reseat.host.wire.RefusedException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one child JVM tells and asks, handed to whom it concerns. Called by the thread that reads its line.
 *
 * @param unframed takes what is no message
 * @param executor threads for what takes time
 */
record ChildEnd(Child child, ChildLog log, Noise unframed, Descendants descendants, Executor executor)
        implements Channel.End {
    private static final Logger LOG = LoggerFactory.getLogger(ChildEnd.class);

    @Override
    public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
        if (!what.equals("checkpoint")) {
            return refused("the host does not know what '" + what + "' is");
        }
        Attendant attendant = child.roster().attendant(body.get("g"));
        return attendant == null ? refused("the generation has ended") : checkpoint(attendant, body);
    }

    private CompletionStage<Map<String, Object>> checkpoint(Attendant attendant, Map<String, Object> body) {
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                attendant.checkpoint(object(body.get("state")));
                answer.complete(Map.of());
            } catch (Exception e) {
                String text = e.getMessage() == null ? e.toString() : e.getMessage();
                answer.completeExceptionally(new RefusedException(Map.of("text", text)));
            }
        });
        return answer;
    }

    @Override
    public void told(String what, Map<String, Object> body) {
        switch (what) {
            case "hello" -> child.hello(body);
            case "ready" -> ready(body);
            case "hangs" -> hangs(body);
            case "freed" -> child.hangs().ended(number(body, "call"));
            case "log" -> log.logged(body);
            case "out" -> log.printed(body);
            case "started" -> descendants.started(number(body, "pid"), text(body, "start"), text(body, "task"));
            case "ended" -> descendants.ended(number(body, "pid"), text(body, "start"));
            case "exiting" -> child.exiting(new Exit.Call(text(body, "task"), text(body, "what")));
            default -> LOG.debug("a child told '{}', which this host does not know", what);
        }
    }

    /** What came past the JVM's own streams. */
    @Override
    public void noise(String line) {
        unframed.take(line);
    }

    private void ready(Map<String, Object> body) {
        Attendant attendant = child.roster().attendant(body.get("g"));
        if (attendant != null) {
            attendant.ready();
        }
    }

    private void hangs(Map<String, Object> body) {
        CompletionStage<Void> ended = child.hangs().begun(number(body, "call"));
        Attendant attendant = child.roster().attendant(body.get("g"));
        if (attendant != null) {
            attendant.hangs(text(body, "text"), text(body, "stack"), ended);
        }
    }

    private static CompletionStage<Map<String, Object>> refused(String text) {
        return CompletableFuture.failedFuture(new RefusedException(Map.of("text", text)));
    }

    @SuppressWarnings("unchecked") // an object's keys are strings
    private static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static long number(Map<String, Object> body, String key) {
        return body.get(key) instanceof Long number ? number : 0;
    }

    private static String text(Map<String, Object> body, String key) {
        return body.get(key) instanceof String text ? text : "";
    }
}
