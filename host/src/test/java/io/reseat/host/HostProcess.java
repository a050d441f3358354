package io.reseat.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A host as a process of its own, to send signals to. What it prints is appended to {@code out} in its home. */
final class HostProcess implements AutoCloseable {
    static final int HUP = 1;
    static final int INT = 2;

    private static final Duration LONG = Duration.ofSeconds(60); // a loaded machine

    private final Process process;
    private final Path out;

    private HostProcess(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /**
     * Starts a host.
     *
     * @param by a command that runs the rest of its line, such as {@code nohup}; may be empty
     * @param flags of the JVM
     */
    static HostProcess start(Path home, List<String> by, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(by);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("run", "--home", home.toString()));
        Path out = home.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(out.toFile()))
                .start();
        return new HostProcess(process, out);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** All processes below it. */
    List<ProcessHandle> below() {
        return process.descendants().toList();
    }

    /** As {@code kill} of a shell does: {@code Process.destroy} knows TERM alone. */
    void signal(String name) throws Exception {
        kill(name, Long.toString(process.pid()));
    }

    /** To the process group that it leads, as a terminal does at Ctrl-C. */
    void signalGroup(String name) throws Exception {
        kill(name, "-" + process.pid());
    }

    private static void kill(String name, String whom) throws Exception {
        Process kill =
                new ProcessBuilder("kill", "-s", name, "--", whom).inheritIO().start();
        assertEquals(0, kill.waitFor());
    }

    /** Its exit status, when it has ended. */
    int status() throws Exception {
        assertTrue(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS), () -> "it runs on: " + output());
        return process.exitValue();
    }

    void awaitOutput(String text) {
        await("'" + text + "' in the output of the host").atMost(LONG).until(() -> output().contains(text));
    }

    String output() {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Whether this JVM inherited it so, and its children will, too. Known on Linux alone. */
    static boolean ignored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> (signal - 1) & 1) == 1);
    }
}
