package io.reseat.host.management;

import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.HostStatus;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.PluginStatus;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.reconcile.Control;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A control with tasks that a test puts into it; remembers what was asked of it. */
public final class FakeControl implements Control {
    public final Map<TaskName, TaskStatus> tasks = new TreeMap<>();
    public final List<PluginStatus> plugins = new ArrayList<>();
    public final List<Problem> problems = new ArrayList<>();
    public final List<HistoryEntry> history = new ArrayList<>();
    public final List<PlannedAction> plan = new ArrayList<>();
    public final List<ReloadReport> reports = new ArrayList<>();
    public final List<String> asked = new CopyOnWriteArrayList<>();
    public final AtomicInteger looks = new AtomicInteger();
    public final Map<String, Double> metrics = new TreeMap<>();
    public volatile Runnable beforeStacks = () -> {};
    public volatile int quarantined;
    public volatile CompletableFuture<?> stuck;
    public volatile Throwable failure;
    private final List<Consumer<HostEvent>> listeners = new CopyOnWriteArrayList<>();

    public FakeControl with(TaskStatus... added) {
        for (TaskStatus status : added) {
            tasks.put(status.name(), status);
        }
        return this;
    }

    public void tell(HostEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    public static ReloadReport report(
            String task, Outcome outcome, long from, long to, String reason, Problem... places) {
        return new ReloadReport(
                new TaskName(task),
                outcome,
                from,
                to,
                reason,
                List.of(places),
                new Requester(Requester.Kind.JMX, "test"),
                Instant.EPOCH,
                Map.of(ReloadReport.Phase.BUILD, Duration.ofMillis(12)));
    }

    @Override
    public HostStatus status() {
        looks.incrementAndGet();
        return new HostStatus(
                "0.1.0-test",
                "/srv/home",
                ProcessHandle.current().pid(),
                Instant.EPOCH,
                new HostStatus.Health(problems.isEmpty() ? List.of() : List.of("a file is refused"), unwell()),
                List.copyOf(tasks.values()),
                plugins,
                problems,
                new HostStatus.Reloads(5, 2, 1, 3),
                new HostStatus.Realms(3, 1, 7),
                quarantined,
                reports.stream().findFirst());
    }

    @Override
    public Optional<TaskStatus> task(TaskName name) {
        looks.incrementAndGet();
        return Optional.ofNullable(tasks.get(name));
    }

    private Set<TaskName> unwell() {
        return tasks.values().stream()
                .filter(task -> task.state() == TaskState.REFUSED || task.state() == TaskState.FAILED)
                .map(TaskStatus::name)
                .collect(Collectors.toSet());
    }

    private <T> CompletionStage<T> answer(String what, T value) {
        asked.add(what);
        if (failure != null) {
            return CompletableFuture.failedFuture(new CompletionException(failure));
        }
        return stuck == null ? CompletableFuture.completedFuture(value) : new CompletableFuture<>();
    }

    private CompletionStage<ReloadReport> one(String what, TaskName name, Requester requester, ReloadReport report) {
        if (!tasks.containsKey(name)) {
            return CompletableFuture.failedFuture(
                    new UnknownHere("no task '" + name + "'; there are: " + tasks.keySet()));
        }
        return answer(what + " " + name + " by " + requester, report);
    }

    @Override
    public CompletionStage<List<ReloadReport>> reloadAll(ReloadOptions options, Requester requester) {
        return answer("reloadAll " + options + " by " + requester, List.copyOf(reports));
    }

    @Override
    public CompletionStage<ReloadReport> reload(TaskName name, ReloadOptions options, Requester requester) {
        return one(
                "reload " + options,
                name,
                requester,
                reports.stream()
                        .filter(report -> report.task().equals(name))
                        .findFirst()
                        .orElse(report(name.value(), Outcome.UNCHANGED, 3, 3, "")));
    }

    @Override
    public CompletionStage<ReloadReport> restart(TaskName name, boolean withoutState, Requester requester) {
        return one("restart", name, requester, report(name.value(), Outcome.RELOADED, 3, 4, askedFor(withoutState)));
    }

    private static String askedFor(boolean withoutState) {
        return withoutState ? "asked for, without state" : "asked for";
    }

    @Override
    public CompletionStage<ReloadReport> pause(TaskName name, Requester requester) {
        return one("pause", name, requester, report(name.value(), Outcome.PAUSED, 3, 3, ""));
    }

    @Override
    public CompletionStage<ReloadReport> resume(TaskName name, Requester requester) {
        return one("resume", name, requester, report(name.value(), Outcome.RESUMED, 3, 3, ""));
    }

    @Override
    public CompletionStage<ReloadReport> runNow(TaskName name, Requester requester) {
        return one("runNow", name, requester, report(name.value(), Outcome.UNCHANGED, 3, 3, "a cycle was started"));
    }

    @Override
    public CompletionStage<ReloadReport> rollback(
            TaskName name, OptionalLong generation, boolean withoutState, Requester requester) {
        String which = generation.isPresent() ? " " + generation.getAsLong() : "";
        ReloadReport plain = report(name.value(), Outcome.RESTORED, 3, 4, askedFor(withoutState));
        ReloadReport restored = new ReloadReport(
                plain.task(),
                plain.outcome(),
                plain.fromGeneration(),
                plain.toGeneration(),
                plain.reason(),
                plain.problems(),
                plain.requester(),
                plain.at(),
                plain.phases(),
                0,
                generation.orElse(1),
                Duration.ZERO);
        return one("rollback" + which, name, requester, restored);
    }

    @Override
    public CompletionStage<List<HistoryEntry>> history(TaskName name) {
        return tasks.containsKey(name)
                ? answer("history " + name, List.copyOf(history))
                : CompletableFuture.failedFuture(
                        new UnknownHere("no task '" + name + "'; there are: " + tasks.keySet()));
    }

    @Override
    public CompletionStage<List<PlannedAction>> plan() {
        return answer("plan", List.copyOf(plan));
    }

    @Override
    public CompletionStage<List<ReloadReport>> apply(Path directory, Requester requester) {
        return answer("apply " + directory + " by " + requester, List.copyOf(reports));
    }

    @Override
    public CompletionStage<String> stacks(TaskName name) {
        beforeStacks.run();
        return answer("stacks " + name, "\"reseat-" + name + "\" RUNNABLE\n    at Some.where(Some.java:1)");
    }

    @Override
    public CompletionStage<Map<String, Double>> metrics(TaskName name) {
        return tasks.containsKey(name)
                ? answer("metrics " + name, Map.copyOf(metrics))
                : CompletableFuture.failedFuture(
                        new UnknownHere("no task '" + name + "'; there are: " + tasks.keySet()));
    }

    @Override
    public List<ReloadReport> lastReports(int most) {
        return reports.stream().limit(most).toList();
    }

    @Override
    public void subscribe(Consumer<HostEvent> listener) {
        listeners.add(listener);
    }

    /** An exception whose class no JMX client has. */
    public static final class UnknownHere extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnknownHere(String message) {
            super(message);
        }
    }
}
