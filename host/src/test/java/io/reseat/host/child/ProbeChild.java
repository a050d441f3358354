package io.reseat.host.child;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A child JVM whose plugins are this class: it does as it is asked, on a thread of the task {@code probe}. */
final class ProbeChild implements Plugins {
    private static final Object LOCK = new Object();
    private volatile boolean closingHangs;

    private interface Deed {
        Object run() throws Exception;
    }

    private ProbeChild() {}

    public static void main(String[] arguments) {
        Child.serve(channel -> new ProbeChild());
    }

    @Override
    public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            MDC.put("task", "probe");
            try {
                Object result = run(what, String.valueOf(body.get("text")));
                answer.complete(result == null ? Map.of() : Map.of("result", result));
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    @Override
    public CompletionStage<?> close() {
        LoggerFactory.getLogger("probe").info("closed");
        return closingHangs ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
    }

    private Object run(String what, String text) throws Exception {
        Deed deed = Map.<String, Deed>ofEntries(
                        Map.entry(
                                "info",
                                () -> logged(
                                        () -> LoggerFactory.getLogger("probe.a").info("{} {}", "info", text))),
                        Map.entry(
                                "debug",
                                () -> logged(
                                        () -> LoggerFactory.getLogger("probe.a").debug("debug {}", text))),
                        Map.entry(
                                "thrown",
                                () -> logged(() -> LoggerFactory.getLogger("probe.a")
                                        .warn("failed", new IllegalStateException(text)))),
                        Map.entry(
                                "platform",
                                () -> logged(() -> System.getLogger("task.probe")
                                        .log(System.Logger.Level.WARNING, "platform {0}", text))),
                        Map.entry(
                                "jul",
                                () -> logged(() -> Logger.getLogger("probe.jul").log(Level.WARNING, "jul {0}", text))),
                        Map.entry(
                                "flood",
                                () -> logged(() -> IntStream.range(0, 100_000)
                                        .forEach(i -> LoggerFactory.getLogger("probe.a")
                                                .info("flood {} {}", i, "x".repeat(500))))),
                        Map.entry("deep", () -> logged(() -> deep(text))),
                        Map.entry("print", () -> logged(() -> System.out.println(text))),
                        Map.entry("printErr", () -> logged(() -> System.err.println(text))),
                        Map.entry("printPart", () -> logged(() -> System.out.print(text))),
                        Map.entry(
                                "printMany",
                                () -> logged(() ->
                                        IntStream.range(0, 20_000).forEach(i -> System.out.println("line " + i)))),
                        Map.entry("read", () -> (long) System.in.read()),
                        Map.entry("raw", () -> raw(text)),
                        Map.entry("closeRaw", ProbeChild::closeRaw),
                        Map.entry("spin", ProbeChild::spin),
                        Map.entry("sleeper", ProbeChild::sleeper),
                        Map.entry("hangClosing", () -> closingHangs = true),
                        Map.entry("hangHook", ProbeChild::hangHook),
                        Map.entry("exit", () -> exit(text)),
                        Map.entry("memory", () -> new long[1 << 30].length))
                .get(what);
        return deed.run();
    }

    private static Object logged(Runnable body) {
        body.run();
        return true;
    }

    /** Logs at each level of a recursion until the stack is used up. */
    private static void deep(String text) {
        try {
            deeper(text, 0);
        } catch (StackOverflowError e) {
            LoggerFactory.getLogger("probe.a").info("back from the depth");
        }
    }

    private static int deeper(String text, int depth) {
        if (depth > 500) { // the first ones would only fill the log
            LoggerFactory.getLogger("probe.a").info(text);
        }
        return deeper(text, depth + 1) + 1;
    }

    private static Object raw(String text) throws Exception {
        @SuppressWarnings("resource") // closing it closes the descriptor
        FileOutputStream raw = new FileOutputStream(FileDescriptor.out);
        raw.write(text.getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private static Object closeRaw() throws Exception {
        new FileOutputStream(FileDescriptor.out).close();
        return true;
    }

    /** All processors are busy, and all locks that a plugin can get are held. */
    private static Object spin() {
        List<Thread> spinning = Stream.generate(() -> new Thread(ProbeChild::holdAndSpin))
                .limit(2L * Runtime.getRuntime().availableProcessors() + 1)
                .toList();
        spinning.forEach(Thread::start); // no daemons: they would keep a JVM that ends by itself
        return true;
    }

    private static void holdAndSpin() {
        synchronized (System.out) {
            synchronized (System.err) {
                synchronized (Runtime.getRuntime()) {
                    synchronized (Thread.class) {
                        while (true) {
                            Thread.onSpinWait();
                        }
                    }
                }
            }
        }
    }

    private static Object sleeper() throws Exception {
        return new ProcessBuilder("sleep", "1000").inheritIO().start().pid();
    }

    private static Object hangHook() {
        Runtime.getRuntime().addShutdownHook(new Thread(ProbeChild::holdForEver));
        return true;
    }

    private static void holdForEver() {
        synchronized (LOCK) {
            while (true) {
                Thread.onSpinWait();
            }
        }
    }

    private static Object exit(String status) {
        System.exit(Integer.parseInt(status));
        return true;
    }
}
