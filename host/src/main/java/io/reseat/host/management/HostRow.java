package io.reseat.host.management;

import io.reseat.host.model.HostStatus;
import io.reseat.host.model.PluginStatus;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskStatus;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The host with all its tasks at one moment, as an open type.
 *
 * @param version of the host
 * @param state {@code STARTING}, {@code RUNNING} or {@code STOPPING}
 * @param pid its process
 * @param home its directory
 * @param startedAt when it started
 * @param ok whether all is well
 * @param healthReasons what is wrong, a sentence each
 * @param problems what is wrong in files
 * @param reloadsOk reloads that did what was asked
 * @param reloadsRefused reloads that were refused before the swap
 * @param reloadsRolledBack reloads that were taken back by the host
 * @param reloadsRestored rollbacks by hand
 * @param quarantined generations that heed no interrupt and were left alone
 * @param tasks in the order of their names
 */
public record HostRow(
        String version,
        String state,
        long pid,
        String home,
        Date startedAt,
        boolean ok,
        List<String> healthReasons,
        List<String> problems,
        long reloadsOk,
        long reloadsRefused,
        long reloadsRolledBack,
        long reloadsRestored,
        int quarantined,
        List<TaskRow> tasks) {

    static HostRow of(HostStatus status, HostState state) {
        return new HostRow(
                status.version(),
                state.name(),
                status.pid(),
                status.home(),
                Date.from(status.startedAt()),
                status.health().ok(),
                status.health().reasons(),
                problems(status),
                status.reloads().ok(),
                status.reloads().refused(),
                status.reloads().rolledBack(),
                status.reloads().restored(),
                status.quarantined(),
                TaskRow.of(status));
    }

    /** The problems of all files, each once. */
    static List<String> problems(HostStatus status) {
        Set<Problem> all = new LinkedHashSet<>(status.problems());
        status.plugins().stream().map(PluginStatus::refused).forEach(all::addAll);
        status.tasks().stream().map(TaskStatus::problems).forEach(all::addAll);
        return all.stream().map(Problem::toString).toList();
    }
}
