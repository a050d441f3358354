package io.reseat.host.management;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.HostStatus;
import io.reseat.host.model.TaskStatus;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One task in a list, as an open type.
 *
 * @param task its name
 * @param state its state
 * @param since when it came to that state
 * @param generation the live one, 0 for none
 * @param label the same as people see it: {@code 7}, {@code 7.1} or {@code 8 (from 5)}
 * @param probation until when and beside what it is watched; empty if it has proved itself
 * @param plugin the id of the plugin that runs or is wanted; empty if unknown
 * @param version of the plugin that runs; empty if none does
 * @param cycles those that ended well, since the host started
 * @param failures those that failed, since the host started
 * @param failedInARow those that failed since the last good one
 * @param running whether a cycle runs now
 * @param nextRun when the next cycle is due; null if none is
 * @param attention whether somebody should look at it
 * @param detail one sentence for people, or empty
 * @param lastError the newest failure, or empty
 */
public record TaskRow(
        String task,
        String state,
        Date since,
        long generation,
        String label,
        String probation,
        String plugin,
        String version,
        long cycles,
        long failures,
        int failedInARow,
        boolean running,
        @Nullable Date nextRun,
        boolean attention,
        String detail,
        String lastError) {

    /** All tasks of a status, marked as its health says. */
    static List<TaskRow> of(HostStatus status) {
        return status.tasks().stream()
                .map(task -> of(task, status.health().tasks().contains(task.name())))
                .toList();
    }

    static TaskRow of(TaskStatus status, boolean attention) {
        return new TaskRow(
                status.name().value(),
                status.state().name(),
                Date.from(status.since()),
                status.generation(),
                status.label(),
                status.probation(),
                plugin(status),
                status.artifact().map(a -> a.version().text()).orElse(""),
                status.cycles().ended(),
                status.cycles().failed(),
                status.cycles().failedInARow(),
                status.cycles().running(),
                date(status.nextRun()),
                attention,
                status.detail(),
                status.lastError().map(TaskStatus.Failure::message).orElse(""));
    }

    static String plugin(TaskStatus status) {
        return status.artifact()
                .map(Artifact::id)
                .or(() -> status.spec().map(spec -> spec.plugin().id()))
                .map(id -> id.value())
                .orElse("");
    }

    static @Nullable Date date(Optional<Instant> at) {
        return at.map(Date::from).orElse(null);
    }
}
