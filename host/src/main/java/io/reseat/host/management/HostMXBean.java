package io.reseat.host.management;

import static javax.management.MBeanOperationInfo.ACTION;
import static javax.management.MBeanOperationInfo.INFO;

import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code io.reseat:type=Host}: the whole host. Every attribute is as of the moment it is read; those read in one call
 * agree with each other. Every operation answers a text whose first line is a summary, and fails with an
 * {@link IllegalArgumentException} for an unknown task or an {@link IllegalStateException} where it is not possible now.
 * An operation that takes longer than a minute goes on and says so.
 */
@Description("The host: one JVM whose tasks are replaced while it runs")
public interface HostMXBean {
    @Description("Version of the host")
    String getVersion();

    @Description("Home directory of the host, on its own machine")
    String getHome();

    @Description("Process id of the host")
    long getPid();

    @Description("When the host started")
    Date getStartedAt();

    @Description("Milliseconds since the host started")
    long getUptimeMillis();

    @Description("STARTING, RUNNING or STOPPING")
    String getState();

    @Description("OK, or ATTENTION where somebody should look; HealthReasons says why")
    String getHealth();

    @Description("What is wrong, a sentence each; empty where all is well")
    List<String> getHealthReasons();

    @Description("How many tasks there are")
    int getTaskCount();

    @Description("All tasks, a row each, in the order of their names")
    List<TaskRow> getTasks();

    @Description(
            "Tasks that need a look: failed, refused, waiting, or running on what they had; HealthReasons says why")
    List<TaskRow> getFailedTasks();

    @Description("What is wrong in files, with file:line:column")
    List<String> getProblems();

    @Description("Reloads that did what was asked, since the host started")
    long getReloadsOk();

    @Description("Reloads that were refused before the swap, since the host started")
    long getReloadsRefused();

    @Description("Reloads that failed in or after the swap and were taken back, since the host started")
    long getReloadsRolledBack();

    @Description("Times that an operator went back to an older generation, since the host started")
    long getReloadsRestored();

    @Description(
            "Generations that heed no interrupt and were left alone; each keeps a thread and its memory until it ends")
    int getQuarantined();

    @Description("Realms (class loaders of plugins) in use")
    int getRealmsLive();

    @Description("Realms that were closed and are not yet proven collected")
    int getRealmsAwaiting();

    @Description("Realms that were proven collected since the host started")
    long getRealmsCollected();

    /** Null before the first. */
    @Description("The newest report of all tasks")
    @Nullable
    ReportRow getLastReport();

    @Effect(ACTION)
    @Description("Looks at all files again and takes what changed; reports each task at its swap")
    String reloadConfig();

    @Effect(ACTION)
    @Description("Looks again and builds a new generation of one task even if nothing changed; clears its backoff")
    String restartTask(@Named(value = "task", description = "The task's name, as in Tasks") String name);

    @Effect(ACTION)
    @Description(
            "Does what restartTask does, but starts the new generation without state: what runs is not asked for it, and"
                    + " what was saved is set aside on the disk")
    String restartTaskWithoutState(@Named(value = "task", description = "The task's name, as in Tasks") String name);

    @Effect(ACTION)
    @Description("Looks at the files of one task again and takes what changed")
    String reloadTask(@Named(value = "task", description = "The task's name, as in Tasks") String name);

    @Effect(ACTION)
    @Description(
            "Lets the running cycle of a task end by itself, however long that takes, or tells a service to stop, and runs no"
                    + " other until it is resumed, also after a restart of the host")
    String pauseTask(@Named(value = "task", description = "The task's name, as in Tasks") String name);

    @Effect(ACTION)
    @Description("Ends a pause, or takes up a task that gave up or is completed")
    String resumeTask(@Named(value = "task", description = "The task's name, as in Tasks") String name);

    @Effect(ACTION)
    @Description("Brings an older generation's content back as a new generation, and holds what the files want")
    String rollbackTask(
            @Named(value = "task", description = "The task's name, as in Tasks") String name,
            @Named(
                            value = "generation",
                            description = "From the task's history; 0 for the newest proved one of another content")
                    long generation);

    @Effect(INFO)
    @Description("Says what a reload would do now")
    String plan();

    @Effect(INFO)
    @Description("Checks all files as a reload would and lists what is wrong in them")
    String checkConfig();

    @Effect(INFO)
    @Description("Lists the tasks whose name, state or plugin fits")
    String findTasks(
            @Named(
                            value = "pattern",
                            description = "A part of the name, or a pattern with * and ?; case does not count")
                    String pattern);

    @Effect(INFO)
    @Description("Lists the newest reports, newest first")
    String lastReports(@Named(value = "most", description = "How many at most, from 1 to 1000") int most);
}
