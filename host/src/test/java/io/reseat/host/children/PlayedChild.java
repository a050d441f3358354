package io.reseat.host.children;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reseat.host.wire.Channel;
import io.reseat.host.wire.ProcessStart;
import io.reseat.host.wire.RefusedException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** The main class of a child JVM without plugins: it does what it is asked for, such as to die in one of many ways. */
final class PlayedChild implements Channel.End {
    private static final PrintStream TO_HOST = System.out;

    private final Channel channel = new Channel("host", System.in, TO_HOST, this);
    private volatile boolean deaf;
    private volatile boolean mute;

    public static void main(String[] arguments) throws Exception {
        PlayedChild child = new PlayedChild();
        System.setOut(System.err);
        String mode = System.getProperty("mode", "");
        if (mode.equals("silent")) {
            new CountDownLatch(1).await();
        }
        child.channel.over().thenRun(() -> Runtime.getRuntime().halt(1));
        child.channel.tell(
                "hello",
                Map.of(
                        "protocol",
                        mode.equals("old") ? 99L : Channel.VERSION,
                        "pid",
                        ProcessHandle.current().pid()));
        child.channel.read();
    }

    @Override
    public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        if (mute) {
            return answer;
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(answer(what, body));
                    } catch (Exception e) {
                        answer.completeExceptionally(e);
                    }
                },
                what);
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private Map<String, Object> answer(String what, Map<String, Object> body) throws Exception {
        return switch (what) {
            case "open" -> open(body);
            case "ping" ->
                Map.of("heapUsed", 1L, "heapMax", Runtime.getRuntime().maxMemory(), "cpu", 3L, "threads", 4L);
            case "end" -> end();
            default -> run(String.valueOf(body.get("do")), body);
        };
    }

    private static Map<String, Object> open(Map<String, Object> body) throws RefusedException {
        String plugin = String.valueOf(body.get("artifact"));
        if (System.getProperty("mode", "").equals("dies")) {
            Runtime.getRuntime().halt(9);
        }
        if (plugin.contains("bad-plugin")) {
            throw new RefusedException(Map.of("text", "the JAR cannot be read"));
        }
        return Map.of("name", "p@1#" + body.get("number"), "warnings", List.of("a copy of the API is ignored"));
    }

    private Map<String, Object> end() throws InterruptedException {
        if (deaf) {
            Runtime.getRuntime().addShutdownHook(new Thread(PlayedChild::hang));
            hang();
        }
        System.exit(0);
        return Map.of();
    }

    private Map<String, Object> run(String what, Map<String, Object> body) throws Exception {
        switch (what) {
            case "exit" -> {
                channel.tell("exiting", Map.of("task", body.get("by"), "what", "System.exit was called at Bad.java:7"));
                System.exit(3);
            }
            case "halt" -> Runtime.getRuntime().halt(7);
            case "fill" -> fill();
            case "crash" -> crash();
            case "hang" -> hang();
            case "deaf" -> deaf = true;
            case "mute" -> mute = true;
            case "print" -> printed();
            case "noise" ->
                TO_HOST.writeBytes("printed past the streams\n".repeat(20_000).getBytes(UTF_8));
            case "ready" -> channel.tell("ready", Map.of("g", body.get("g")));
            case "checkpoint" -> {
                return channel.ask("checkpoint", Map.of("g", body.get("g"), "state", Map.of("n", 5L)))
                        .get();
            }
            case "spawn" -> {
                return Map.of("pid", spawn());
            }
            case "register" -> {
                ProcessHandle process = ProcessHandle.of(spawn()).orElseThrow();
                String start = ProcessStart.of(process).orElseThrow();
                channel.tell("started", Map.of("pid", process.pid(), "start", start, "task", "t"));
                return Map.of("pid", process.pid());
            }
            case "say" -> channel.tell("out", Map.of("task", "t", "line", "a line that was printed"));
            default -> {}
        }
        return Map.of("did", what);
    }

    private static long spawn() throws IOException {
        return new ProcessBuilder("sleep", "1000").start().pid();
    }

    private static void printed() {
        System.err.println("a line of native code");
        for (int i = 0; i < 5_000; i++) {
            System.err.println("flood " + i);
        }
    }

    private static void fill() {
        List<byte[]> all = new ArrayList<>();
        while (true) {
            all.add(new byte[1 << 20]);
        }
    }

    private static void crash() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        var field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 1L, 1L);
    }

    private static void hang() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // that is what it is for
            }
        }
    }

    @Override
    public void told(String what, Map<String, Object> body) {}

    @Override
    public void noise(String line) {}
}
