package io.reseat.host.children;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A process with its descendants. Stateless; looks at all processes of the machine, so not for a thread in a hurry. */
final class Family {
    private static final Path PROC = Path.of("/proc");

    /** A fork bomb makes new ones while it is ended; one round is usual. */
    private static final int ROUNDS = 50;

    private Family() {}

    /** A process and those that it started, the latter first. Taken before any is killed: orphans have another parent. */
    static List<ProcessHandle> of(ProcessHandle root) {
        return Stream.concat(root.descendants(), Stream.of(root)).toList();
    }

    /** Ends a process at once, with its descendants. */
    static void kill(ProcessHandle root) {
        of(root).forEach(Family::killOne);
    }

    /**
     * Ends all that was born with a marker in its environment, and what that started. Knows none on systems other than
     * Linux.
     *
     * @param marker of one child, or with a trailing {@code -} of all children of one host
     * @return how many there were
     */
    static int killMarked(String marker) {
        int killed = 0;
        List<ProcessHandle> found = marked(marker);
        for (int round = 0; round < ROUNDS && !found.isEmpty(); round++) {
            killed += found.size();
            found.forEach(Family::kill);
            found = marked(marker);
        }
        return killed;
    }

    /** What was born with a marker in its environment. */
    static List<ProcessHandle> marked(String marker) {
        String entry = '\0' + JvmCommand.MARKER + "=" + marker + (marker.endsWith("-") ? "" : "\0");
        List<ProcessHandle> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (environment(process).contains(entry)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            return found; // there is no such folder
        }
        return found;
    }

    private static String environment(Path process) {
        try {
            return '\0' + Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // gone, or another user's
        }
    }

    private static void killOne(ProcessHandle process) {
        if (process.pid() != ProcessHandle.current().pid()) {
            process.destroyForcibly();
        }
    }
}
