package io.reseat.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * What the cycles of one task wrote, a line each with {@code pid} at its end, into {@code events.txt} of its data
 * directory: from whatever JVM they ran in.
 */
record Logbook(Path file) {
    private static final Pattern PID = Pattern.compile(" pid ([0-9]+)$");

    static Logbook of(TestHome home, String task) {
        return new Logbook(home.root.resolve("data/tasks").resolve(task).resolve("events.txt"));
    }

    void await(String what) {
        Awaitility.await("'" + what + "' in " + file).until(() -> has(what));
    }

    boolean has(String what) {
        return lines().stream().anyMatch(line -> line.contains(what));
    }

    List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that wrote the first such line. */
    long pid(String what) {
        return pidOf(
                lines().stream().filter(line -> line.contains(what)).findFirst().orElseThrow());
    }

    /** The process that wrote last. */
    long lastPid() {
        List<String> lines = lines();
        return pidOf(lines.get(lines.size() - 1));
    }

    private static long pidOf(String line) {
        Matcher pid = PID.matcher(line);
        if (!pid.find()) {
            throw new AssertionError("no pid in: " + line);
        }
        return Long.parseLong(pid.group(1));
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
