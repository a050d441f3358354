package io.reseat.host.management;

import static javax.management.MBeanOperationInfo.ACTION;
import static javax.management.MBeanOperationInfo.INFO;

import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code io.reseat:type=Task,name=<task>}: one task, for its whole life and over all its generations. Attributes are as
 * of the moment they are read; counters run since the host started. Operations answer and fail as those of
 * {@link HostMXBean} do.
 */
@Description("One task, for its whole life and over all its generations")
public interface TaskMXBean {
    @Description("Name of the task: its file's name without the ending")
    String getName();

    @Description(
            "NEW, STARTING, RUNNING, PAUSED, RELOADING, BACKOFF, STOPPING, STOPPED, DISABLED, COMPLETED, FAILED, REFUSED")
    String getState();

    @Description("When the task came to its state")
    Date getSince();

    @Description("Why it waits, was refused, is held or runs on an older config; else empty")
    String getDetail();

    @Description("Number of the live generation; 0 if there is none")
    long getGeneration();

    @Description("The live generation as people see it: 7, 7.1 (took a config in place) or 8 (from 5)")
    String getGenerationLabel();

    @Description("How often the live generation took another config in place")
    int getRevision();

    @Description("The older generation whose content runs again; 0 if what runs has a content of its own")
    long getBroughtBackFrom();

    @Description("Until when and beside what the live generation is watched; empty if it has proved itself")
    String getProbation();

    @Description("Contents that failed or were gone back from, not tried again until they change or a reload is forced")
    List<HeldRow> getHeldContents();

    @Description("Id of the plugin")
    String getPlugin();

    @Description("Version of the plugin that runs; empty if none does")
    String getPluginVersion();

    @Description("SHA-256 of the plugin that runs; empty if none does")
    String getPluginDigest();

    @Description("Where the plugin that runs came from")
    String getPluginSource();

    @Description("Task type within the plugin; empty where its only one is meant")
    String getType();

    @Description("The task's file")
    String getFile();

    @Description("Keyed digest of the resolved config: equal as long as the config means the same")
    String getConfigDigest();

    @Description("The config as its file has it, a line each; secrets are hidden")
    List<String> getConfig();

    @Description("What is wrong with the task's file now, with file:line:column")
    List<String> getProblems();

    @Description("What the plugin that runs does at its own risk, a sentence each; also told in the log, once")
    List<String> getWarnings();

    @Description("What the plugin measures, by name: counters, gauges, and count and seconds of timers")
    Map<String, Double> getMetrics();

    @Description("What it runs on: thread, virtual or process")
    String getRunner();

    @Description(
            "The child JVM that it runs in, with runner process: pid, heapUsedBytes, heapMaxBytes, threads, cpuMillis,"
                    + " some seconds old; empty where it runs in the host's")
    Map<String, Long> getChildJvm();

    @Description("Who shares its class loader: task (nobody) or plugin")
    String getIsolation();

    @Description("When cycles run, as the task's file has it")
    String getSchedule();

    @Description("Longest time that a cycle may take, in milliseconds; 0 for no limit")
    long getTimeoutMillis();

    @Description("Cycles that ended well")
    long getCycles();

    @Description("Cycles that failed")
    long getFailures();

    @Description("Cycles that failed since the last good one")
    int getFailuresInARow();

    @Description("Whether a cycle runs now")
    boolean isCycleRunning();

    /** Null before the first. */
    @Description("When the newest cycle began")
    @Nullable
    Date getLastStart();

    @Description("How long the newest ended cycle took, in milliseconds")
    double getLastCycleMillis();

    @Description("How long the longest cycle took, in milliseconds")
    double getLongestCycleMillis();

    @Description("How long cycles take on average, in milliseconds")
    double getMeanCycleMillis();

    @Description(
            "Processor time of all cycles but those on virtual threads, in milliseconds; -1 where the newest cycle is not measured")
    double getCpuMillis();

    @Description(
            "Heap bytes that all cycles but those on virtual threads allocated; -1 where the newest cycle is not measured")
    long getAllocatedBytes();

    /** Null if none is due. */
    @Description("When the next cycle is due")
    @Nullable
    Date getNextRun();

    @Description("The newest failure of a cycle or a build; empty if there was none")
    String getLastError();

    /** Null if there was none. */
    @Description("When the newest failure happened")
    @Nullable
    Date getLastErrorAt();

    @Description("Generation that the newest failure happened in; 0 if there was none")
    long getLastErrorGeneration();

    @Description("Stack of the newest failure, a line each")
    List<String> getLastErrorStack();

    /** Null before the first. */
    @Description("The newest report of this task")
    @Nullable
    ReportRow getLastReport();

    @Description("Reports of this task that the host still remembers, newest first")
    List<ReportRow> getReports();

    @Description("The task's past as it is kept on disk, newest first: generations, refusals and who asked")
    List<HistoryRow> getHistory();

    @Effect(ACTION)
    @Description("Looks again and builds a new generation even if nothing changed; clears the backoff")
    String restartTask();

    @Effect(ACTION)
    @Description(
            "Does what restartTask does, but starts the new generation without state: what runs is not asked for it, and"
                    + " what was saved is set aside on the disk")
    String restartWithoutState();

    @Effect(ACTION)
    @Description("Looks at the task's files again and takes what changed")
    String reloadConfig();

    @Effect(ACTION)
    @Description(
            "Lets the running cycle end by itself, however long that takes, or tells a service to stop, and runs no other"
                    + " until the task is resumed, also after a restart of the host")
    String pause();

    @Effect(ACTION)
    @Description("Ends a pause, or takes up a task that gave up or is completed")
    String resume();

    @Effect(ACTION)
    @Description("Brings an older generation's content back as a new generation, and holds what the files want")
    String rollback(
            @Named(
                            value = "generation",
                            description = "Its number, from History; 0 for the newest proved one of another content")
                    long generation);

    @Effect(INFO)
    @Description("Shows what is held and the task's newest past; attribute History has all that is kept")
    String history();

    @Effect(ACTION)
    @Description("Runs one cycle now, beside the schedule")
    String runNow();

    @Effect(INFO)
    @Description("Shows what the task's threads do")
    String stacks();
}
