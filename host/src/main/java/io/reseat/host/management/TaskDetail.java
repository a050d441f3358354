package io.reseat.host.management;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskStatus;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One task with all that an operator may ask of it, as an open type.
 *
 * @param row as in the table of all tasks
 * @param file the task's file
 * @param source where the plugin that runs came from; empty if none does
 * @param schedule when cycles run
 * @param runner what it runs on, with the child JVM where it has one
 * @param isolation who shares its class loader: {@code task} (nobody) or {@code plugin}
 * @param lastCycleMillis how long the newest ended cycle took
 * @param meanCycleMillis how long cycles take on average
 * @param longestCycleMillis how long the longest took
 * @param config as its file has it, a line each; secrets are hidden
 * @param problems what is wrong with its file now
 * @param warnings what the plugin does at its own risk
 * @param metrics what the plugin measures; empty where it could not be asked
 * @param metricsFailure why it could not be asked, or empty
 * @param lastErrorAt when the newest failure happened; null if there was none
 * @param lastErrorStack its stack, a line each
 * @param held contents that are not tried again until they change or somebody forces it, newest first
 * @param history its reports that the host still remembers, newest first
 */
public record TaskDetail(
        TaskRow row,
        String file,
        String source,
        String schedule,
        String runner,
        String isolation,
        double lastCycleMillis,
        double meanCycleMillis,
        double longestCycleMillis,
        List<String> config,
        List<String> problems,
        List<String> warnings,
        Map<String, Double> metrics,
        String metricsFailure,
        @Nullable Date lastErrorAt,
        List<String> lastErrorStack,
        List<HeldRow> held,
        List<ReportRow> history) {

    /** What the plugin measures, or why that is not known. */
    record Measured(Map<String, Double> metrics, String failure) {}

    static TaskDetail of(TaskStatus status, boolean attention, Measured measured, List<ReloadReport> reports) {
        return new TaskDetail(
                TaskRow.of(status, attention),
                status.spec().map(TaskSpec::file).orElse(""),
                status.artifact().map(Artifact::source).orElse(""),
                status.spec().map(spec -> Words.of(spec.schedule())).orElse(""),
                status.spec().map(spec -> Words.of(spec.runner())).orElse("")
                        + status.child().map(child -> ", " + child).orElse(""),
                status.spec().map(spec -> Words.of(spec.isolation())).orElse(""),
                Words.millis(status.cycles().lastDuration()),
                Words.millis(status.cycles().mean()),
                Words.millis(status.cycles().longest()),
                status.spec().map(TaskSpec::shownConfig).orElse("").lines().toList(),
                status.problems().stream().map(Problem::toString).toList(),
                status.warnings(),
                measured.metrics(),
                measured.failure(),
                TaskRow.date(status.lastError().map(TaskStatus.Failure::at)),
                status.lastError()
                        .map(TaskStatus.Failure::stack)
                        .orElse("")
                        .lines()
                        .toList(),
                status.standing().held().stream().map(HeldRow::of).toList(),
                reports.stream().map(ReportRow::of).toList());
    }
}
