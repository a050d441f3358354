package io.reseat.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code four_ways.py} in a process of its own, with a cycle each millisecond, which takes up a new config in one of its
 * ways. Used by the one thread that measures.
 */
final class PythonTwin implements Contender {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Thread killedWithThisProgram = new Thread(this::kill);
    private final Pulses pulses;
    private final Path incoming;
    private final Path config;

    private PythonTwin(Process process, Pulses pulses, Path incoming, Path config) {
        this.process = process;
        this.pulses = pulses;
        this.incoming = incoming;
        this.config = config;
        Runtime.getRuntime().addShutdownHook(killedWithThisProgram);
    }

    /** The version of the {@code python3} on the path, such as "3.11.7"; empty where there is none. */
    static Optional<String> version() throws IOException {
        try {
            Process asked = new ProcessBuilder("python3", "--version")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("Python 3.") ? Optional.of(answer.strip().substring(7)) : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /**
     * Starts it, and waits for its first cycle.
     *
     * @param program {@code four_ways.py}
     * @param way one of the words that it knows
     * @param folder that is not there yet
     */
    static PythonTwin start(Path program, String way, Path folder) throws IOException {
        Path config = Files.createDirectories(folder.resolve("conf")).resolve("config.json");
        Files.writeString(config, text(Home.newMarker()));
        Path cycles = folder.resolve("cycles");
        Pulses pulses = new Pulses(cycles, PulseForm.LINE);
        Process process = new ProcessBuilder(List.of("python3", program.toString(), way, config.toString()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(cycles.toFile()))
                .redirectError(folder.resolve("errors").toFile())
                .start();
        PythonTwin twin = new PythonTwin(process, pulses, folder.resolve("incoming.json"), config);
        try {
            pulses.awaitCount(1, PATIENCE);
            return twin;
        } catch (RuntimeException e) {
            twin.close();
            throw new IOException(
                    "python3 four_ways.py " + way + " did not start: " + Files.readString(folder.resolve("errors")), e);
        }
    }

    private static String text(long marker) {
        return "{\"marker\": " + marker + "}\n";
    }

    @Override
    public Change nextConfig() throws IOException {
        long marker = Home.newMarker();
        Files.writeString(incoming, text(marker));
        return new Change(incoming, config, marker);
    }

    @Override
    public Pulses pulses() {
        return pulses;
    }

    /** Ends it as an operator does, and kills it with its workers where it does not heed that. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(killedWithThisProgram);
        pulses.close();
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
