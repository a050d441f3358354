package io.reseat.host.reconcile;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.HostStatus;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What may be asked of a running host. Safe from any thread; nothing here blocks. A stage completes exceptionally with
 * {@link UnknownTaskException}, or with {@link IllegalStateException} and a readable message where the task's state
 * forbids the operation, or when the host stops.
 */
public interface Control {
    /** The host now. Costs time in the number of tasks; ask for one task where one is meant. */
    HostStatus status();

    /** One task now; empty if there is none of this name. */
    Optional<TaskStatus> task(TaskName name);

    /**
     * Looks at all files again and reports each task at its swap.
     *
     * @param options how much to force
     */
    CompletionStage<List<ReloadReport>> reloadAll(ReloadOptions options, Requester requester);

    /** Looks at the files again and reports one task at its swap. */
    CompletionStage<ReloadReport> reload(TaskName name, ReloadOptions options, Requester requester);

    /** Looks again and builds a new generation even if nothing changed; clears backoff and a give-up. */
    default CompletionStage<ReloadReport> restart(TaskName name, Requester requester) {
        return restart(name, false, requester);
    }

    /**
     * The same.
     *
     * @param withoutState whether the new one starts without state; what runs is not asked for it, and what was kept is
     *     set aside on the disk
     */
    CompletionStage<ReloadReport> restart(TaskName name, boolean withoutState, Requester requester);

    /**
     * Lets the running cycle end by itself, however long that takes, or tells a service to stop, and runs no other until
     * {@link #resume}; kept over reloads and restarts of the host. Completes when the cycle has ended.
     */
    CompletionStage<ReloadReport> pause(TaskName name, Requester requester);

    /** Ends a pause, or a FAILED or COMPLETED state. */
    CompletionStage<ReloadReport> resume(TaskName name, Requester requester);

    /** Runs one cycle now, beside the schedule; completes when it was started. */
    CompletionStage<ReloadReport> runNow(TaskName name, Requester requester);

    /**
     * Goes back to an older generation's content as a new generation, and holds what the files want.
     *
     * @param generation which; empty for the newest one that was proved and has another content than what runs
     */
    default CompletionStage<ReloadReport> rollback(TaskName name, OptionalLong generation, Requester requester) {
        return rollback(name, generation, false, requester);
    }

    /**
     * The same.
     *
     * @param withoutState as of {@link #restart(TaskName, boolean, Requester)}
     */
    CompletionStage<ReloadReport> rollback(
            TaskName name, OptionalLong generation, boolean withoutState, Requester requester);

    /** The past of a task, newest first; bounded. */
    CompletionStage<List<HistoryEntry>> history(TaskName name);

    /** What a reload would do now; changes nothing. */
    CompletionStage<List<PlannedAction>> plan();

    /**
     * Puts the files of a directory in place as one change: {@code *.yaml}, {@code *.yml} and {@code *.json} (also below
     * {@code tasks/} or {@code conf/tasks/}) as tasks, JARs and folders (also below {@code plugins/}) as plugins.
     *
     * @param directory absolute, on the host's machine; only read
     */
    CompletionStage<List<ReloadReport>> apply(Path directory, Requester requester);

    /** The stacks of the threads that belong to a task's live generation, as text. */
    CompletionStage<String> stacks(TaskName name);

    /**
     * What the plugin measures: the value of each counter and gauge, and count and seconds of each timer, by name. Fails
     * with {@link IllegalStateException} where a gauge, which is code of the plugin, does not answer.
     */
    CompletionStage<Map<String, Double>> metrics(TaskName name);

    /** The newest reports, newest first. */
    List<ReloadReport> lastReports(int most);

    /** Tells events from now on, in order, on a thread of the host; the listener must not block. */
    void subscribe(Consumer<HostEvent> listener);

    /**
     * How much a reload forces.
     *
     * @param force tries again what was refused or held with the same content
     * @param confirmRemovals carries out a mass removal that is held
     */
    record ReloadOptions(boolean force, boolean confirmRemovals) {
        /** Forces nothing. */
        public static final ReloadOptions PLAIN = new ReloadOptions(false, false);
    }
}
