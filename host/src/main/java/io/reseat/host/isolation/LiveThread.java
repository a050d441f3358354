package io.reseat.host.isolation;

import java.util.StringJoiner;

/**
 * A thread that still runs, as text.
 *
 * @param name its name
 * @param stack its state, then a frame a line; frames of the host below the plugin's are counted, not shown
 */
public record LiveThread(String name, String stack) {
    static LiveThread of(Thread thread) {
        StringJoiner lines = new StringJoiner(System.lineSeparator() + "    at ");
        lines.add(thread.getState().toString());
        for (StackTraceElement frame : thread.getStackTrace()) {
            lines.add(frame.toString());
        }
        return new LiveThread(thread.getName(), HostFrames.cut(lines.toString()));
    }
}
