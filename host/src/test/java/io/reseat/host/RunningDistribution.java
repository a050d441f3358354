package io.reseat.host;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code bin/reseat run} of the unpacked distribution on a home, as a process. Killed at the end if it still runs. */
final class RunningDistribution implements AutoCloseable {
    private static final Path PROGRAM = Path.of(System.getProperty("reseat.unpacked"), "bin", "reseat");
    static final Duration LONG = Duration.ofSeconds(60); // a loaded machine

    private final Path home;
    private final Path output;
    private final Process process;

    /** How a command ended and what it printed, standard error included. */
    record Ended(int status, String output) {}

    private RunningDistribution(Path home, Path output, Process process) {
        this.home = home;
        this.output = output;
        this.process = process;
    }

    /** Starts a host and waits until it says in its home that it runs. */
    static RunningDistribution start(Path home, String... options) throws IOException {
        RunningDistribution started = launch(home, options);
        await().atMost(LONG).failFast(() -> !started.process.isAlive()).until(() -> started.recorded());
        return started;
    }

    /** Starts a host. */
    static RunningDistribution launch(Path home, String... options) throws IOException {
        Path output = Files.createTempFile(home, "run", ".out");
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "run", "--home", home.toString()));
        command.addAll(List.of(options));
        return new RunningDistribution(home, output, process(command, output).start());
    }

    private boolean recorded() throws IOException {
        Path record = home.resolve("data/host.json");
        return Files.exists(record) && Files.readString(record).contains("\"pid\":" + process.pid());
    }

    /** Runs a command to its end. */
    static Ended reseat(Path folder, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "command", ".out");
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(arguments));
        int status = process(command, output).start().waitFor();
        String text = Files.readString(output);
        Files.delete(output);
        return new Ended(status, text);
    }

    private static ProcessBuilder process(List<String> command, Path output) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("RESEAT_HOME");
        return builder;
    }

    /** Runs a command on this home. */
    Ended ask(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--home");
        all.add(home.toString());
        return reseat(home, all.toArray(String[]::new));
    }

    /** What it says of itself. */
    String status() throws IOException {
        try {
            return ask("status").output();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    void awaitOutput(String text) {
        await("'" + text + "' in the output of the host").atMost(LONG).until(() -> output().contains(text));
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Deletes what it printed. */
    void forgetOutput() throws IOException {
        Files.delete(output);
    }

    /** What it printed, for messages. */
    @Override
    public String toString() {
        try {
            return output();
        } catch (IOException e) {
            return e.toString();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Sends TERM and answers the exit status. */
    int terminate() throws InterruptedException {
        process.toHandle().destroy();
        return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
