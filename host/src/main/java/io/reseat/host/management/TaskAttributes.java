package io.reseat.host.management;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.reconcile.Control;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.management.AttributeList;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a task's bean shows of the task's status, of one look for all that a client asks for at once. On the threads of
 * JMX. There may be ten thousand: it holds a name and what all of them share, and asks for everything else.
 */
abstract class TaskAttributes extends EmittingBean implements TaskMXBean {
    private static final OneLook<TaskStatus> LOOK = new OneLook<>();
    private static final int MOST_REPORTS = 1000;

    final TaskName task;
    final Shared shared;

    /** What all task beans have in common. */
    record Shared(Control control, Operations operations, Executor delivery) {}

    TaskAttributes(ObjectName name, TaskName task, Shared shared) {
        super(TaskMXBean.class, name, shared.delivery());
        this.task = task;
        this.shared = shared;
    }

    private TaskStatus status() {
        return LOOK.at(this::look);
    }

    private TaskStatus look() {
        return shared.control()
                .task(task)
                .orElseThrow(() -> new IllegalStateException("task " + task + " is gone: its file was removed"));
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        return LOOK.during(this::look, () -> super.getAttributes(names));
    }

    private String fromSpec(Function<TaskSpec, String> value) {
        return status().spec().map(value).orElse("");
    }

    private String fromArtifact(Function<Artifact, String> value) {
        return status().artifact().map(value).orElse("");
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    @Override
    public String getName() {
        return task.value();
    }

    @Override
    public String getState() {
        return status().state().name();
    }

    @Override
    public Date getSince() {
        return Date.from(status().since());
    }

    @Override
    public String getDetail() {
        return status().detail();
    }

    @Override
    public long getGeneration() {
        return status().generation();
    }

    @Override
    public String getGenerationLabel() {
        return status().label();
    }

    @Override
    public int getRevision() {
        return status().revision();
    }

    @Override
    public long getBroughtBackFrom() {
        return status().standing().broughtBack();
    }

    @Override
    public String getProbation() {
        return status().probation();
    }

    @Override
    public List<HeldRow> getHeldContents() {
        return status().standing().held().stream().map(HeldRow::of).toList();
    }

    @Override
    public String getPlugin() {
        return TaskRow.plugin(status());
    }

    @Override
    public String getPluginVersion() {
        return fromArtifact(artifact -> artifact.version().text());
    }

    @Override
    public String getPluginDigest() {
        return fromArtifact(artifact -> artifact.digest().hex());
    }

    @Override
    public String getPluginSource() {
        return fromArtifact(Artifact::source);
    }

    @Override
    public String getType() {
        return fromSpec(spec -> spec.type().orElse(""));
    }

    @Override
    public String getFile() {
        return fromSpec(TaskSpec::file);
    }

    @Override
    public String getConfigDigest() {
        return fromSpec(spec -> spec.configDigest().hex());
    }

    @Override
    public List<String> getConfig() {
        return lines(fromSpec(TaskSpec::shownConfig));
    }

    @Override
    public List<String> getProblems() {
        return status().problems().stream().map(problem -> problem.toString()).toList();
    }

    @Override
    public List<String> getWarnings() {
        return status().warnings();
    }

    @Override
    public Map<String, Double> getMetrics() {
        return shared.operations().metrics(task.value());
    }

    @Override
    public String getRunner() {
        return fromSpec(spec -> Words.of(spec.runner()));
    }

    @Override
    public Map<String, Long> getChildJvm() {
        return status().child().map(Words::of).orElse(Map.of());
    }

    @Override
    public String getIsolation() {
        return fromSpec(spec -> Words.of(spec.isolation()));
    }

    @Override
    public String getSchedule() {
        return fromSpec(spec -> Words.of(spec.schedule()));
    }

    @Override
    public long getTimeoutMillis() {
        return status().spec()
                .flatMap(TaskSpec::timeout)
                .map(Duration::toMillis)
                .orElse(0L);
    }

    @Override
    public long getCycles() {
        return status().cycles().ended();
    }

    @Override
    public long getFailures() {
        return status().cycles().failed();
    }

    @Override
    public int getFailuresInARow() {
        return status().cycles().failedInARow();
    }

    @Override
    public boolean isCycleRunning() {
        return status().cycles().running();
    }

    @Override
    public @Nullable Date getLastStart() {
        return TaskRow.date(status().cycles().lastStart());
    }

    @Override
    public double getLastCycleMillis() {
        return Words.millis(status().cycles().lastDuration());
    }

    @Override
    public double getLongestCycleMillis() {
        return Words.millis(status().cycles().longest());
    }

    @Override
    public double getMeanCycleMillis() {
        return Words.millis(status().cycles().mean());
    }

    @Override
    public double getCpuMillis() {
        return status().cycles().cpu().map(Words::millis).orElse(-1.0);
    }

    @Override
    public long getAllocatedBytes() {
        return status().cycles().allocatedBytes().orElse(-1);
    }

    @Override
    public @Nullable Date getNextRun() {
        return TaskRow.date(status().nextRun());
    }

    @Override
    public String getLastError() {
        return status().lastError().map(TaskStatus.Failure::message).orElse("");
    }

    @Override
    public @Nullable Date getLastErrorAt() {
        return TaskRow.date(status().lastError().map(TaskStatus.Failure::at));
    }

    @Override
    public long getLastErrorGeneration() {
        return status().lastError().map(TaskStatus.Failure::generation).orElse(0L);
    }

    @Override
    public List<String> getLastErrorStack() {
        return lines(status().lastError().map(TaskStatus.Failure::stack).orElse(""));
    }

    @Override
    public @Nullable ReportRow getLastReport() {
        return status().lastReload().map(ReportRow::of).orElse(null);
    }

    @Override
    public List<ReportRow> getReports() {
        return shared.control().lastReports(MOST_REPORTS).stream()
                .filter(report -> report.task().equals(task))
                .map(ReportRow::of)
                .toList();
    }
}
