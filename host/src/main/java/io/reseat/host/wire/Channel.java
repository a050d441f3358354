package io.reseat.host.wire;

import io.reseat.host.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One end of the line between a host and a child JVM. A thread of its own reads, and calls the {@link End} on it; all
 * else is safe from any thread and does not block.
 */
public final class Channel {
    /** Of what is said; both ends must have the same. */
    public static final long VERSION = 2;

    /** A message may carry a state, whose size is limited by {@code limits.state}; nothing else is nearly as long. */
    private static final int LONGEST = 256 << 20;

    private final String name;
    private final Lines lines;
    private final Outbox outbox;
    private final End end;
    private final AtomicLong asked = new AtomicLong();
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<String> over = new CompletableFuture<>();

    /** What comes from the other end. Called on the thread that reads: what takes time is handed to others. */
    public interface End {
        /** Something is asked for; a failure other than {@link RefusedException} is answered with its text. */
        CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body);

        /** Something is told, which has no answer. */
        void told(String what, Map<String, Object> body);

        /** A line that is no message. */
        void noise(String line);
    }

    private record Waiting(CompletableFuture<Map<String, Object>> answer, int bytes) {}

    /**
     * @param name of the thread that reads, without its ending
     * @param in what the other end writes
     * @param out what it reads
     */
    public Channel(String name, InputStream in, OutputStream out, End end) {
        this.name = name;
        this.lines = new Lines(in, LONGEST);
        this.outbox = new Outbox(name, out, broken -> close("it cannot be written to: " + broken.getMessage()));
        this.end = end;
    }

    /** Starts to read. */
    public void begin() {
        Thread reader = new Thread(this::read, name + "-in");
        reader.setDaemon(true);
        reader.start();
    }

    /** Reads on the calling thread until the other end is gone. */
    public void read() {
        String why = "it closed its end";
        try {
            Reassembly parts = new Reassembly(LONGEST);
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                byte[] message = parts.whole(line);
                if (message != null) {
                    take(message);
                }
            }
        } catch (IOException e) {
            why = e.getMessage() == null ? e.toString() : e.getMessage();
        } finally {
            close(why);
        }
    }

    /**
     * Asks the other end.
     *
     * @param body JSON values
     * @return fails with a {@link RefusedException}, or with a {@link GoneException} where there is no other end any more;
     *     what is attached without an executor runs on the thread that reads and must be quick
     */
    public CompletableFuture<Map<String, Object>> ask(String what, Map<String, ?> body) {
        long id = asked.incrementAndGet();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("ask", what);
        message.put("body", body);
        byte[] line = Json.write(message);
        Waiting asking = new Waiting(new CompletableFuture<>(), line.length);
        waiting.put(id, asking);
        if (over.isDone()) { // after it was put: closing fails all that it finds
            waiting.remove(id);
            asking.answer().completeExceptionally(new GoneException(over.join()));
        } else {
            outbox.send(line);
        }
        return asking.answer();
    }

    /** Tells the other end, if there is one. */
    public void tell(String what, Map<String, ?> body) {
        byte[] line = Json.write(Map.of("tell", what, "body", body));
        outbox.send(line);
        outbox.answered(line.length); // nobody will say so; tells are small, or told by a child, whose host reads
    }

    /** Waits until all that was sent is on its way; false if it is not after so long. Nothing is where there is no other end. */
    public boolean flushed(long millis) throws InterruptedException {
        return outbox.flushed(millis);
    }

    /** When anything last came, as {@link System#nanoTime}. */
    public long heard() {
        return lines.heard();
    }

    /** Whether what came is being dealt with, so that more may have come, which nobody has read. */
    public boolean behind() {
        return lines.busy();
    }

    /** Completes when the other end is gone, with the reason. */
    public CompletionStage<String> over() {
        return over.minimalCompletionStage();
    }

    /** Fails what waits for an answer, and sends nothing more. */
    public void close(String why) {
        over.complete(why);
        outbox.close();
        for (Long id : List.copyOf(waiting.keySet())) {
            Waiting asking = waiting.remove(id);
            if (asking != null) {
                asking.answer().completeExceptionally(new GoneException(why));
            }
        }
    }

    private void take(byte[] line) {
        Map<String, Object> message = message(line);
        if (message == null) {
            String text = new String(line, StandardCharsets.UTF_8).strip();
            if (!text.isEmpty()) {
                end.noise(text);
            }
        } else if (message.get("ask") instanceof String what && message.get("id") instanceof Long id) {
            answer(id, what, body(message, "body"));
        } else if (message.get("tell") instanceof String what) {
            end.told(what, body(message, "body"));
        } else if (message.get("id") instanceof Long id) {
            answered(id, message);
        }
    }

    private void answered(long id, Map<String, Object> message) {
        Waiting asking = waiting.remove(id);
        if (asking == null) {
            return;
        }
        outbox.answered(asking.bytes());
        if (message.containsKey("refused")) {
            asking.answer().completeExceptionally(new RefusedException(body(message, "refused")));
        } else {
            asking.answer().complete(body(message, "ok"));
        }
    }

    private void answer(long id, String what, Map<String, Object> body) {
        CompletionStage<Map<String, Object>> answer;
        try {
            answer = end.asked(what, body);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.whenComplete((ok, failure) -> {
            byte[] line = failure == null
                    ? Json.write(Map.of("id", id, "ok", ok))
                    : Json.write(Map.of("id", id, "refused", refusal(failure)));
            outbox.send(line);
            outbox.answered(line.length);
        });
    }

    private static Map<String, Object> refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RefusedException refused ? refused.body() : Map.of("text", String.valueOf(cause));
    }

    private static @Nullable Map<String, Object> message(byte[] line) {
        if (line.length == 0 || line[0] != '{') {
            return null;
        }
        try {
            Map<String, Object> message = Json.read(line);
            return message.containsKey("id") || message.containsKey("tell") ? message : null;
        } catch (IOException e) {
            return null;
        }
    }

    @SuppressWarnings("unchecked") // an object's keys are strings
    private static Map<String, Object> body(Map<String, Object> message, String key) {
        return message.get(key) instanceof Map<?, ?> body ? (Map<String, Object>) body : Map.of();
    }
}
