package io.reseat.host.children;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a child JVM ended.
 *
 * @param pid its number
 * @param status its exit status, 128 + n for signal n
 * @param stderr the last lines of its standard error, the oldest first
 */
record Exit(long pid, int status, List<String> stderr) {
    private static final int OUT_OF_MEMORY = 3;
    private static final int ABORTED = 134;
    private static final int KILLED = 137;
    private static final int SIGNAL = 128;
    private static final int LAST_SIGNAL = 64;
    private static final Set<Integer> OUTSIDE = Set.of(1, 2, 9, 15); // HUP, INT, KILL, TERM
    private static final int SHOWN_LINES = 5;
    private static final String NO_MEMORY = "java.lang.OutOfMemoryError";

    /**
     * A call that ended the JVM.
     *
     * @param task that it was made for; empty if that is not known
     * @param what was called where
     */
    record Call(String task, String what) {}

    /**
     * What happened, with what helps against it.
     *
     * @param call said by the JVM before it went
     * @param logs where it reports a crash
     * @param heap the most bytes of its heap
     */
    String text(@Nullable Call call, Path logs, long heap) {
        return "its JVM (process " + pid + ") " + cause(call, logs, heap) + said();
    }

    /** Whether code in the JVM ended it, rather than somebody outside. */
    boolean byItself() {
        return !OUTSIDE.contains(status - SIGNAL);
    }

    private String cause(@Nullable Call call, Path logs, long heap) {
        if (call != null) {
            return "ended" + (call.task.isEmpty() ? "" : " for task " + call.task) + ": " + call.what
                    + "; a plugin returns or throws instead";
        } else if (status == OUT_OF_MEMORY && stderr.stream().anyMatch(line -> line.contains(NO_MEMORY))) {
            return "ran out of memory; let it need less, or raise process.heap, which is " + mebibytes(heap);
        }
        Path report = logs.resolve("hs_err_pid" + pid + ".log"); // a JVM that writes no core then exits with status 1
        if (status != 0 && Files.exists(report)) {
            return "crashed in native code; see " + report;
        }
        return status > SIGNAL && status <= SIGNAL + LAST_SIGNAL ? signal() : ended();
    }

    private String ended() {
        return "ended by itself with exit status " + status
                + (status == 0
                        ? "; nothing said why"
                        : "; see what it printed, or whether the plugin called Runtime.halt");
    }

    private String signal() {
        return switch (status) {
            case KILLED -> "was killed with SIGKILL: by an operator, or by the system for lack of memory";
            case ABORTED -> "was aborted, by native code";
            default -> "was ended by signal " + (status - SIGNAL);
        };
    }

    private String said() {
        if (stderr.isEmpty()) {
            return "";
        }
        return stderr.stream()
                .skip(Math.max(0, stderr.size() - SHOWN_LINES))
                .collect(Collectors.joining(
                        System.lineSeparator() + "  ", "; its last words:" + System.lineSeparator() + "  ", ""));
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + "m";
    }
}
