package io.reseat.host.management;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells Java Flight Recorder of each reload that is over. Called by the one thread that tells events; costs next to
 * nothing while nobody records. Must not be loaded where the module jdk.jfr is missing.
 */
final class FlightRecords implements Consumer<HostEvent> {
    private static final String GAVE_WAY = "GAVE_WAY";
    /** They were what they say, whatever followed. */
    private static final Set<String> WENT_BACK = Set.of(Outcome.ROLLED_BACK.name(), Outcome.RESTORED.name());

    private static final Set<TaskState> OVER = Set.of(TaskState.STOPPED, TaskState.DISABLED, TaskState.FAILED);

    private final Map<TaskName, ReloadEvent> building = new HashMap<>();
    private final Map<TaskName, ReloadEvent> swapped = new HashMap<>();
    private final Map<TaskName, ReloadEvent> lettingGo = new HashMap<>();

    @Override
    public void accept(HostEvent event) {
        if (event instanceof HostEvent.ReloadStarted started) {
            started(started);
        } else if (event instanceof HostEvent.ReloadStep step) {
            step(step);
        } else if (event instanceof HostEvent.StateChanged changed && OVER.contains(changed.to())) {
            gaveWay(building.remove(event.task()));
            gaveWay(swapped.remove(event.task()));
            over(lettingGo.remove(event.task()));
        }
    }

    private void started(HostEvent.ReloadStarted started) {
        gaveWay(building.remove(started.task()));
        ReloadEvent event = new ReloadEvent();
        if (event.isEnabled()) {
            event.begin();
            event.task = started.task().value();
            event.reason = started.reason();
            event.requester = started.requester().toString();
            building.put(started.task(), event);
        }
    }

    private void step(HostEvent.ReloadStep step) {
        TaskName task = step.task();
        if (step.step() != HostEvent.Step.LET_GO && step.step() != HostEvent.Step.REFUSED) {
            over(lettingGo.remove(task)); // the next one has come this far
        }
        switch (step.step()) {
            case SWAPPED, ROLLED_BACK -> {
                gaveWay(swapped.remove(task));
                ReloadEvent event = building.remove(task);
                if (event != null) {
                    fill(event, step.report());
                    swapped.put(task, event);
                }
            }
            case COMMITTED -> {
                ReloadEvent event = swapped.remove(task);
                if (event != null) {
                    fill(event, step.report());
                    lettingGo.put(task, event);
                }
            }
            case LET_GO -> {
                letGo(lettingGo, step.report());
                letGo(swapped, step.report()); // what was proved before, and was on no probation
            }
            case REFUSED -> {
                if (!step.beside()) {
                    over(building.remove(task), step.report());
                }
            }
        }
    }

    private static void letGo(Map<TaskName, ReloadEvent> of, ReloadReport report) {
        ReloadEvent event = of.get(report.task());
        if (event != null && event.toGeneration.equals(report.label())) {
            over(of.remove(report.task()), report);
        }
    }

    private static void gaveWay(@Nullable ReloadEvent event) {
        if (event != null) {
            event.outcome = WENT_BACK.contains(event.outcome) ? event.outcome : GAVE_WAY;
            event.commit();
        }
    }

    private static void over(@Nullable ReloadEvent event) {
        if (event != null) {
            event.commit();
        }
    }

    private static void over(@Nullable ReloadEvent event, ReloadReport report) {
        if (event != null) {
            fill(event, report);
            event.commit();
        }
    }

    private static void fill(ReloadEvent event, ReloadReport report) {
        event.fromGeneration = report.fromGeneration();
        event.toGeneration = report.label();
        event.outcome = report.outcome().name();
        event.reason = report.reason();
        event.notice = nanos(report, Phase.NOTICE);
        event.stage = nanos(report, Phase.STAGE);
        event.plan = nanos(report, Phase.PLAN);
        event.build = nanos(report, Phase.BUILD);
        event.drain = nanos(report, Phase.DRAIN);
        event.swap = nanos(report, Phase.SWAP);
        event.overlap = nanos(report, Phase.OVERLAP);
        event.probation = nanos(report, Phase.PROBATION);
        event.commitment = nanos(report, Phase.COMMIT);
        event.letGo = nanos(report, Phase.LET_GO);
    }

    private static long nanos(ReloadReport report, Phase phase) {
        return report.phases().getOrDefault(phase, Duration.ZERO).toNanos();
    }
}
