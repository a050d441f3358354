package io.reseat.host.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What {@code data/host.json} says of the host that runs on a home. Written by that host at its start, removed at its
 * end; a leftover of a killed host is told by the start time of its process.
 *
 * @param pid the process
 * @param startMillis when the process started, in milliseconds since 1970, or 0 where the platform does not tell
 * @param version of the host
 */
public record HostRecord(long pid, long startMillis, String version) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long SAME_START_MILLIS = 3_000; // Linux derives it from the clock, which may be set

    /** The record of this very process. */
    public static HostRecord ofThisProcess(String version) {
        ProcessHandle self = ProcessHandle.current();
        return new HostRecord(self.pid(), startOf(self), version);
    }

    /** Writes {@code data/host.json} whole or not at all; {@code data} must exist. */
    public void write(Path home) throws IOException {
        Path file = file(home);
        Path draft = file.resolveSibling(".host.json.tmp");
        try (JsonGenerator json = JSON.createGenerator(
                ObjectWriteContext.empty(), Files.newOutputStream(draft, CREATE, TRUNCATE_EXISTING, WRITE, SYNC))) {
            json.writeStartObject();
            json.writeNumberProperty("pid", pid);
            json.writeNumberProperty("startMillis", startMillis);
            json.writeStringProperty(
                    "started", Instant.ofEpochMilli(startMillis).toString());
            json.writeStringProperty("version", version);
            json.writeEndObject();
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes {@code data/host.json}; no failure if it is gone. */
    public static void remove(Path home) throws IOException {
        Files.deleteIfExists(file(home));
    }

    /**
     * Reads {@code data/host.json}; empty if there is none.
     *
     * @throws CommandFailure if it cannot be read or is no such record
     */
    static Optional<HostRecord> read(Path home) {
        Path file = file(home);
        try {
            return Optional.of(parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    file + " cannot be read: only the user that runs the host, or root, may operate it", e);
        } catch (IOException | JacksonException e) {
            throw new CommandFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static HostRecord parse(byte[] content) {
        long pid = 0;
        long startMillis = 0;
        String version = "";
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), content)) {
            while (json.nextToken() != null) {
                if (json.currentToken() != JsonToken.PROPERTY_NAME) {
                    continue;
                }
                String key = json.currentName();
                json.nextToken();
                switch (key) {
                    case "pid" -> pid = json.getLongValue();
                    case "startMillis" -> startMillis = json.getLongValue();
                    case "version" -> version = json.getString();
                    default -> json.skipChildren(); // a newer host may say more
                }
            }
        }
        return new HostRecord(pid, startMillis, version);
    }

    /** The process, if it lives and is no later one with the same number. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> Math.abs(startOf(process) - startMillis) <= SAME_START_MILLIS)
                .filter(process -> !dead(Path.of("/proc", Long.toString(pid), "stat")));
    }

    /**
     * Whether Linux says that a process has ended and only waits for its parent to ask how, which the first process of a
     * container may never do. Java counts such a process as alive.
     */
    static boolean dead(Path stat) {
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            int state = text.lastIndexOf(')') + 2; // the name before it may hold anything
            return state < text.length() && "ZX".indexOf(text.charAt(state)) >= 0;
        } catch (IOException e) {
            return false; // another system, or it is gone by now: attaching to it will tell
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static Path file(Path home) {
        return home.resolve("data").resolve("host.json");
    }
}
