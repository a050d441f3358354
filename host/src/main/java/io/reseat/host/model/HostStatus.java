package io.reseat.host.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The whole host as it stood at one moment.
 *
 * @param version of the host
 * @param home its directory, as text
 * @param pid its process
 * @param startedAt when it started
 * @param health OK, or what is wrong
 * @param tasks in the order of their names
 * @param plugins in the order of their ids
 * @param problems of files that belong to no task, and of the watcher
 * @param reloads counters since the start
 * @param realms of class loaders
 * @param quarantined generations that heed no interrupt and were left alone, until their calls end
 * @param lastReload the newest report of all tasks
 */
public record HostStatus(
        String version,
        String home,
        long pid,
        Instant startedAt,
        Health health,
        List<TaskStatus> tasks,
        List<PluginStatus> plugins,
        List<Problem> problems,
        Reloads reloads,
        Realms realms,
        int quarantined,
        Optional<ReloadReport> lastReload) {
    public HostStatus {
        tasks = List.copyOf(tasks);
        plugins = List.copyOf(plugins);
        problems = List.copyOf(problems);
    }

    /**
     * Whether somebody should look.
     *
     * @param reasons a sentence each: a task that is down or runs on what it had, a file that is refused, a watcher that is
     *     impaired; empty where all is well
     * @param tasks those that a reason is about
     */
    public record Health(List<String> reasons, Set<TaskName> tasks) {
        public Health {
            reasons = List.copyOf(reasons);
            tasks = Set.copyOf(tasks);
        }

        /** Whether nobody needs to look. */
        public boolean ok() {
            return reasons.isEmpty();
        }
    }

    /**
     * Counters since the start of the host.
     *
     * @param ok did what was asked
     * @param refused were refused before the swap
     * @param rolledBack were taken back by the host
     * @param restored an operator went back to an older generation
     */
    public record Reloads(long ok, long refused, long rolledBack, long restored) {}

    /**
     * Class loaders.
     *
     * @param live those in use
     * @param awaiting closed, and not yet proven collected
     * @param collected proven collected since the start
     */
    public record Realms(int live, int awaiting, long collected) {}
}
