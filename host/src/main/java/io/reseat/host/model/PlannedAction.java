package io.reseat.host.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a look at the files leads to for one task, before it is done.
 *
 * @param task whose
 * @param kind what
 * @param reason why, one sentence for people
 * @param swap how it would take the place of what runs: begins with {@code in place}, {@code overlap}, {@code replace} or
 *     {@code live}; empty where nothing is swapped
 * @param details what follows, a line each: keys of the config that differ, plugins with their digests
 */
public record PlannedAction(TaskName task, Kind kind, String reason, String swap, List<String> details) {
    public PlannedAction {
        details = List.copyOf(details);
    }

    /** One without a swap and details. */
    public PlannedAction(TaskName task, Kind kind, String reason) {
        this(task, kind, reason, "", List.of());
    }

    /** The details as people see them, with the swap. */
    public List<String> lines() {
        return lines(details, swap);
    }

    /** The same of a plan that came from elsewhere. */
    public static List<String> lines(List<String> details, String swap) {
        return swap.isEmpty()
                ? details
                : Stream.concat(details.stream(), Stream.of("swap: " + swap)).toList();
    }

    /** In the order in which they are carried out. */
    public enum Kind {
        /** The task goes. */
        REMOVE,
        /** The task stays as it is and does not run: {@code enabled: false}. */
        DISABLE,
        /** A new generation takes the place of the running one. */
        RELOAD,
        /** The running generation takes another config in place. */
        RECONFIGURE,
        /** A first generation is built. */
        START,
        /** The last good generation runs, because what the files want cannot. */
        RUN_LAST_GOOD,
        /** Schedule, timeout or a policy is changed on the running generation. */
        APPLY,
        /** Cannot be taken now: something that it needs is missing or still being written. */
        WAIT,
        /** Is not taken until its content changes or somebody forces it. */
        HOLD,
        /** Its file is wrong. */
        REFUSE,
        /** Nothing to do. */
        KEEP
    }
}
