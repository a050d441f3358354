package io.reseat.host.management;

import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How one task came through a reload or an operation, as an open type.
 *
 * @param task whose
 * @param outcome {@code RELOADED}, {@code REFUSED}, {@code HELD}, …
 * @param ok whether who asked got what was asked for
 * @param fromGeneration the generation before, 0 for none
 * @param toGeneration the generation after
 * @param label the same as people see it: {@code 7}, {@code 7.1} or {@code 8 (from 5)}
 * @param probation how long it is watched before it is trusted, as a config has it: {@code 10s}; empty if it is not
 * @param reason one sentence
 * @param problems places in files and what is wrong there
 * @param requester who asked
 * @param at when
 * @param timings the phases that happened, in their order
 */
public record ReportRow(
        String task,
        String outcome,
        boolean ok,
        long fromGeneration,
        long toGeneration,
        String label,
        String probation,
        String reason,
        List<String> problems,
        String requester,
        Date at,
        List<Timing> timings) {

    /** How long a phase took, in milliseconds. */
    public record Timing(String phase, double millis) {
        static Timing of(Map.Entry<ReloadReport.Phase, Duration> phase) {
            return new Timing(phase.getKey().name(), Words.millis(phase.getValue()));
        }
    }

    /** {@code reloaded 3 -> 4, its config changed}: what became of the task, without saying a thing twice. */
    public String sentence() {
        String word = word(outcome);
        boolean told = reason.startsWith(word) || (outcome.equals("UNCHANGED") && !reason.isEmpty());
        if (told) {
            return reason;
        }
        String head = word + way() + (probation.isEmpty() ? "" : " (on probation for " + probation + ")");
        return reason.isEmpty() ? head : head + ", " + reason;
    }

    private String way() {
        if (fromGeneration != toGeneration) {
            return " " + Words.generations(fromGeneration, toGeneration, label);
        }
        boolean inPlace = outcome.equals("RELOADED") && label.contains(".");
        return inPlace ? " in place as " + label : "";
    }

    static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The problems that the reason does not quote. */
    public List<String> otherProblems() {
        return problems.stream().filter(problem -> !reason.contains(problem)).toList();
    }

    static ReportRow of(ReloadReport report) {
        return new ReportRow(
                report.task().value(),
                report.outcome().name(),
                report.ok(),
                report.fromGeneration(),
                report.toGeneration(),
                report.label(),
                report.probation().isZero() ? "" : Words.of(report.probation()),
                report.reason(),
                report.problems().stream().map(Problem::toString).toList(),
                report.requester().toString(),
                Date.from(report.at()),
                report.phases().entrySet().stream().map(Timing::of).toList());
    }
}
