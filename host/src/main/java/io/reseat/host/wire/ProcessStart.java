package io.reseat.host.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells a process from a later one with the same number by when it started, exactly. Stateless.
 *
 * <p>Two JVMs say the same of a process, which {@code ProcessHandle.Info.startInstant} does not promise: on Linux that moves
 * when the clock of the machine is set between their starts.
 */
public final class ProcessStart {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** Of the fields behind the name in {@code /proc/…/stat}. */
    private static final int STATE = 0;

    private static final int START = 19;

    private ProcessStart() {}

    /** When a process started, as a word to be compared with another of this method; empty if it is gone. */
    public static Optional<String> of(ProcessHandle process) {
        Optional<String[]> stat = stat(process.pid());
        return stat.isPresent()
                ? stat.filter(fields -> !gone(fields)).map(fields -> boot() + ":" + fields[START])
                : process.info()
                        .startInstant()
                        .filter(start -> process.isAlive())
                        .map(Instant::toEpochMilli)
                        .map(millis -> "ms:" + millis);
    }

    /** Whether Linux says that a process is stopped, by a signal or a debugger. */
    public static boolean stopped(long pid) {
        return stat(pid).filter(fields -> "Tt".contains(fields[STATE])).isPresent();
    }

    /** It has ended, and only waits for its parent to ask how. */
    private static boolean gone(String[] stat) {
        return "ZX".contains(stat[STATE]);
    }

    private static Optional<String[]> stat(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" "); // a name may hold anything
            return fields.length > START ? Optional.of(fields) : Optional.empty();
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty(); // another system, or it is gone
        }
    }

    /** Linux counts from its start; a number of an earlier one must not fit. */
    private static String boot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException e) {
            return "boot";
        }
    }
}
