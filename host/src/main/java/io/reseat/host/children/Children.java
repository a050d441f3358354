package io.reseat.host.children;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.ProcessOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** All child JVMs of one host, and the processes that plugins start. Safe from any thread; nothing blocks but {@link #close}. */
public final class Children implements AutoCloseable {
    /**
     * What children need of their host.
     *
     * @param home of the host; crashes of a JVM are reported in its {@code logs}
     * @param data where processes are recorded, and class archives are kept
     * @param scratch where each child has a folder of its own while it lives
     * @param epoch of the host's fence tokens
     * @param timer the host's clock
     * @param limits what a child is told of {@code limits} when it opens a plugin
     * @param levels what it is told of log levels
     */
    public record Setup(
            Path home,
            Path data,
            Path scratch,
            long epoch,
            Timer timer,
            Supplier<Map<String, Object>> limits,
            Supplier<Map<String, Object>> levels) {}

    /** Calls something once after a while, on a thread that must not be held up. */
    public interface Timer {
        Future<?> after(Duration delay, Runnable action);
    }

    private final Setup setup;

    /** Ends what a killed host left behind on this home, which the caller has locked. */
    public Children(Setup setup) {
        this.setup = setup;
    }

    /**
     * A child JVM that opens a plugin: a warmed one where there is one, else one that is started now. Returns at once.
     *
     * @param number unique in the host, for a JVM that is started now
     * @param label the task's or the plugin's name, for the log
     */
    public ChildRealm open(Artifact artifact, long number, ProcessOptions options, String label) {
        return new ChildRealm(artifact, number);
    }

    /** A task started a process of its own, which must not outlive the host. */
    public void started(String task, ProcessHandle process) {}

    /** A process of a task was ended, or has ended. */
    public void ended(ProcessHandle process) {}

    /** Tells all children the limits that hold from now on. */
    public void limitsChanged() {}

    /** Tells all children the log levels that hold from now on. */
    public void levelsChanged() {}

    /** How many child JVMs live, those that stand by included. */
    public int count() {
        return 0;
    }

    /** Ends all children with all that they started; blocks until they are gone, some seconds at most. */
    @Override
    public void close() {}
}
