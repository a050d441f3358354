package io.reseat.host.management;

import io.reseat.host.model.HostStatus;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.reconcile.Control;
import io.reseat.host.reconcile.Control.ReloadOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.management.AttributeList;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** The host's bean. Reads a status for each call and keeps nothing but the host's state, which its wiring sets. */
final class HostBean extends EmittingBean implements HostMXBean {
    private static final int MOST_REPORTS = 1000;

    private final Control control;
    private final Operations operations;
    private final OneLook<HostStatus> look = new OneLook<>();
    private volatile HostState state = HostState.STARTING;

    HostBean(ObjectName name, Control control, Operations operations, Executor delivery) {
        super(HostMXBean.class, name, delivery);
        this.control = control;
        this.operations = operations;
    }

    void state(HostState now) {
        state = now;
    }

    HostRow row() {
        return HostRow.of(control.status(), state);
    }

    /** One task with what its plugin measures. */
    TaskDetail task(TaskName name, Operations asked) {
        TaskDetail.Measured measured = measured(name, asked);
        HostStatus now = control.status();
        TaskStatus status = now.tasks().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("task " + name + " is gone: its file was removed"));
        List<ReloadReport> reports = control.lastReports(MOST_REPORTS).stream()
                .filter(report -> report.task().equals(name))
                .toList();
        return TaskDetail.of(status, now.health().tasks().contains(name), measured, reports);
    }

    /** @throws IllegalArgumentException if there is no such task; the message lists those that there are */
    private static TaskDetail.Measured measured(TaskName name, Operations asked) {
        try {
            return new TaskDetail.Measured(asked.metrics(name.value()), "");
        } catch (IllegalStateException e) {
            return new TaskDetail.Measured(Map.of(), String.valueOf(e.getMessage()));
        }
    }

    /** A task's past, with what is held. */
    PastOfTask past(String name, Operations asked) {
        List<HistoryRow> entries = asked.history(name);
        Optional<TaskStatus> status = control.task(new TaskName(name));
        return new PastOfTask(
                name,
                status.map(TaskStatus::label).orElse("0"),
                entries,
                status.stream()
                        .flatMap(task -> task.standing().held().stream())
                        .map(HeldRow::of)
                        .toList());
    }

    private HostStatus status() {
        return look.at(control::status);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        return look.during(control::status, () -> super.getAttributes(names));
    }

    @Override
    public String getVersion() {
        return status().version();
    }

    @Override
    public String getHome() {
        return status().home();
    }

    @Override
    public long getPid() {
        return status().pid();
    }

    @Override
    public Date getStartedAt() {
        return Date.from(status().startedAt());
    }

    @Override
    public long getUptimeMillis() {
        return Duration.between(status().startedAt(), Instant.now()).toMillis();
    }

    @Override
    public String getState() {
        return state.name();
    }

    @Override
    public String getHealth() {
        return status().health().ok() ? "OK" : "ATTENTION";
    }

    @Override
    public List<String> getHealthReasons() {
        return status().health().reasons();
    }

    @Override
    public int getTaskCount() {
        return status().tasks().size();
    }

    @Override
    public List<TaskRow> getTasks() {
        return TaskRow.of(status());
    }

    @Override
    public List<TaskRow> getFailedTasks() {
        return getTasks().stream().filter(TaskRow::attention).toList();
    }

    @Override
    public List<String> getProblems() {
        return HostRow.problems(status());
    }

    @Override
    public long getReloadsOk() {
        return status().reloads().ok();
    }

    @Override
    public long getReloadsRefused() {
        return status().reloads().refused();
    }

    @Override
    public long getReloadsRolledBack() {
        return status().reloads().rolledBack();
    }

    @Override
    public long getReloadsRestored() {
        return status().reloads().restored();
    }

    @Override
    public int getQuarantined() {
        return status().quarantined();
    }

    @Override
    public int getRealmsLive() {
        return status().realms().live();
    }

    @Override
    public int getRealmsAwaiting() {
        return status().realms().awaiting();
    }

    @Override
    public long getRealmsCollected() {
        return status().realms().collected();
    }

    @Override
    public @Nullable ReportRow getLastReport() {
        return status().lastReload().map(ReportRow::of).orElse(null);
    }

    @Override
    public String reloadConfig() {
        return Texts.of(operations.reloadAll("reloadConfig", ReloadOptions.PLAIN));
    }

    @Override
    public String restartTask(String name) {
        return Texts.of(operations.restart("restartTask", name, false));
    }

    @Override
    public String restartTaskWithoutState(String name) {
        return Texts.of(operations.restart("restartTaskWithoutState", name, true));
    }

    @Override
    public String reloadTask(String name) {
        return Texts.of(operations.reload("reloadTask", name, ReloadOptions.PLAIN));
    }

    @Override
    public String pauseTask(String name) {
        return Texts.of(operations.pause("pauseTask", name));
    }

    @Override
    public String resumeTask(String name) {
        return Texts.of(operations.resume("resumeTask", name));
    }

    @Override
    public String rollbackTask(String name, long generation) {
        return Texts.of(operations.rollback("rollbackTask", name, generation));
    }

    @Override
    public String plan() {
        return Texts.plan("plan", operations.plan());
    }

    @Override
    public String checkConfig() {
        return Texts.check(operations.plan(), getProblems());
    }

    @Override
    public String findTasks(String pattern) {
        TaskPattern wanted = new TaskPattern(pattern);
        List<TaskRow> found = getTasks().stream().filter(wanted::fits).toList();
        return Texts.found(pattern, found);
    }

    @Override
    public String lastReports(int most) {
        if (most < 1 || most > MOST_REPORTS) {
            throw new IllegalArgumentException(
                    "lastReports: " + most + " is not between 1 and " + MOST_REPORTS + "; try 10");
        }
        return Texts.reports(
                control.lastReports(most).stream().map(ReportRow::of).toList());
    }
}
