package io.reseat.host.management;

import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.reconcile.Control;
import io.reseat.host.reconcile.Control.ReloadOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The operations, each as a call that waits for its end, but no longer than a caller has patience. Called by JMX threads,
 * which it may block; never by a thread of the host.
 */
final class Operations {
    private final Control control;
    private final Requester.Kind way;
    private final Duration patience;

    Operations(Control control, Requester.Kind way, Duration patience) {
        this.control = control;
        this.way = way;
        this.patience = patience;
    }

    Reply reloadAll(String operation, ReloadOptions options) {
        return all(operation, control.reloadAll(options, requester(operation)));
    }

    Reply apply(String operation, Path directory) {
        return all(operation, control.apply(directory, requester(operation)));
    }

    Reply reload(String operation, String task, ReloadOptions options) {
        return one(operation, task, control.reload(new TaskName(task), options, requester(operation)));
    }

    Reply restart(String operation, String task, boolean withoutState) {
        return one(operation, task, control.restart(new TaskName(task), withoutState, requester(operation)));
    }

    Reply pause(String operation, String task) {
        return one(operation, task, control.pause(new TaskName(task), requester(operation)));
    }

    Reply resume(String operation, String task) {
        return one(operation, task, control.resume(new TaskName(task), requester(operation)));
    }

    Reply runNow(String operation, String task) {
        return one(operation, task, control.runNow(new TaskName(task), requester(operation)));
    }

    /** @param generation which; 0 for the newest that was proved and has another content */
    Reply rollback(String operation, String task, long generation) {
        return rollback(operation, task, generation, false);
    }

    Reply rollback(String operation, String task, long generation, boolean withoutState) {
        if (generation < 0) {
            throw new IllegalArgumentException(operation + " " + task + ": generation " + generation
                    + " is less than 0; give a number of its history, or 0 for the newest proved one");
        }
        OptionalLong which = generation == 0 ? OptionalLong.empty() : OptionalLong.of(generation);
        return one(operation, task, control.rollback(new TaskName(task), which, withoutState, requester(operation)));
    }

    List<HistoryRow> history(String task) {
        return await(control.history(new TaskName(task)))
                .map(entries -> entries.stream().map(HistoryRow::of).toList())
                .orElseThrow(() -> new IllegalStateException("history " + task + ": " + stillRunning()));
    }

    List<ActionRow> plan() {
        return await(control.plan())
                .map(plan -> plan.stream().map(ActionRow::of).toList())
                .orElseThrow(() -> new IllegalStateException("plan: " + stillRunning()));
    }

    Map<String, Double> metrics(String task) {
        return await(control.metrics(new TaskName(task)))
                .orElseThrow(() -> new IllegalStateException("metrics " + task + ": " + stillRunning()));
    }

    String stacks(String task) {
        return await(control.stacks(new TaskName(task)))
                .orElseThrow(() -> new IllegalStateException("stacks " + task + ": " + stillRunning()));
    }

    private Requester requester(String operation) {
        return new Requester(way, operation);
    }

    private Reply one(String operation, String task, CompletionStage<ReloadReport> stage) {
        String title = operation + " " + task;
        return await(stage)
                .map(report -> new Reply(
                        title,
                        report.ok(),
                        true,
                        title + ": " + (Words.of(report.outcome()) + " " + Words.generations(report)).trim()
                                + (report.probation().isZero()
                                        ? ""
                                        : ", on probation for " + Words.of(report.probation())),
                        List.of(ReportRow.of(report))))
                .orElseGet(() -> unfinished(title));
    }

    private Reply all(String operation, CompletionStage<List<ReloadReport>> stage) {
        return await(stage)
                .map(reports -> new Reply(
                        operation,
                        reports.stream().allMatch(ReloadReport::ok),
                        true,
                        operation + ": " + counts(reports),
                        reports.stream().map(ReportRow::of).toList()))
                .orElseGet(() -> unfinished(operation));
    }

    /** {@code 2 reloaded, 1 refused, 40 unchanged}. */
    private static String counts(List<ReloadReport> reports) {
        if (reports.isEmpty()) {
            return "there are no tasks";
        }
        TreeMap<ReloadReport.Outcome, Long> counts = reports.stream()
                .collect(Collectors.groupingBy(ReloadReport::outcome, TreeMap::new, Collectors.counting()));
        return counts.descendingMap().entrySet().stream()
                .map(count -> count.getValue() + " " + Words.of(count.getKey()))
                .collect(Collectors.joining(", "));
    }

    private Reply unfinished(String title) {
        return new Reply(title, false, false, title + ": " + stillRunning(), List.of());
    }

    private String stillRunning() {
        return "still running after " + Words.of(patience) + "; its end will be in the last reports";
    }

    /** The stage's value; empty if it takes too long. */
    private <T> Optional<T> await(CompletionStage<T> stage) {
        try {
            return Optional.of(stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw Boundary.plain("operation", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the call was interrupted; what it began goes on", e);
        }
    }
}
