package io.reseat.host.child;

import io.reseat.host.testing.Patience;
import io.reseat.host.wire.Channel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real child JVM, with the test in the place of its host. */
final class ChildJvm implements AutoCloseable, Channel.End {
    /** Something that the child told. */
    record Told(String what, Map<String, Object> body) {
        String text(String key) {
            return String.valueOf(body.get(key));
        }
    }

    final Process process;
    final Queue<Told> told = new ConcurrentLinkedQueue<>();
    final Queue<String> noise = new ConcurrentLinkedQueue<>();
    private final Channel channel;

    private ChildJvm(Process process) {
        this.process = process;
        this.channel = new Channel("child-" + process.pid(), process.getInputStream(), process.getOutputStream(), this);
    }

    /** Starts a JVM with this main class. */
    static ChildJvm start(Class<?> main, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(
                List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        ChildJvm child = new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        child.channel.begin();
        return child;
    }

    /** What the child answers. */
    Map<String, Object> ask(String what, Map<String, ?> body) throws Exception {
        return channel.ask(what, body).get(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The same without waiting. */
    CompletableFuture<Map<String, Object>> begin(String what, Map<String, ?> body) {
        return channel.ask(what, body);
    }

    /** Has it log something, although the channel may be closed at this end; false if it takes nothing any more. */
    boolean sendPastTheChannel() {
        byte[] line =
                "{\"id\":0,\"ask\":\"info\",\"body\":{\"text\":\"into the void\"}}\n".getBytes(StandardCharsets.UTF_8);
        try {
            process.getOutputStream().write(line);
            process.getOutputStream().flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** All of one kind that was told so far. */
    List<Told> told(String what) {
        return told.stream().filter(one -> one.what.equals(what)).toList();
    }

    /** Waits for something that is told, by its text. */
    Told await(String what, String key, String text) {
        return Awaitility.await(what + " of " + text)
                .until(
                        () -> told(what).stream()
                                .filter(one -> one.text(key).contains(text))
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }

    /** Its status, when it has ended. */
    int awaitEnd() {
        Awaitility.await("the end of the child").until(() -> !process.isAlive());
        return process.exitValue();
    }

    /** Sends it a signal. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
        told.add(new Told("asked " + what, body));
        return CompletableFuture.completedFuture(Map.of());
    }

    @Override
    public void told(String what, Map<String, Object> body) {
        told.add(new Told(what, body));
    }

    @Override
    public void noise(String line) {
        noise.add(line);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        channel.close("the test is over");
    }
}
