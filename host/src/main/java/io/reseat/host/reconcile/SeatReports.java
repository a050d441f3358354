package io.reseat.host.reconcile;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes the reports of one seat, and brings them to its view and to the journal. Confined to the owner thread. */
final class SeatReports {
    private final TaskName name;
    private final SeatView view;
    private final Occupancy occupancy;
    private final Journal journal;
    private final TaskDisk disk;

    SeatReports(TaskName name, SeatView view, Occupancy occupancy, Journal journal, TaskDisk disk) {
        this.name = name;
        this.view = view;
        this.occupancy = occupancy;
        this.journal = journal;
        this.disk = disk;
    }

    /** A report that is told to nobody yet. */
    ReloadReport of(Outcome outcome, String reason, Requester by) {
        return of(outcome, reason, List.of(), by);
    }

    ReloadReport of(Outcome outcome, String reason, List<Problem> problems, Requester by) {
        long number = occupancy.number();
        int revision = occupancy.revision();
        Instant now = Instant.now();
        return new ReloadReport(
                name, outcome, number, number, reason, problems, by, now, Map.of(), revision, 0, Duration.ZERO);
    }

    /** Told and answered. */
    CompletableFuture<ReloadReport> done(Outcome outcome, String reason, Requester by) {
        return CompletableFuture.completedFuture(journaled(of(outcome, reason, by)));
    }

    ReloadReport journaled(ReloadReport report) {
        view.reloaded(report);
        journal.report(report);
        disk.record(entry(report, Optional.empty()), Optional.empty());
        return report;
    }

    /** The same, with the content that was built or tried. */
    void journaled(ReloadReport report, TaskSpec spec, Artifact artifact) {
        view.reloaded(report);
        journal.report(report);
        HistoryEntry.Content content = new HistoryEntry.Content(
                artifact.label(),
                artifact.digest(),
                spec.configDigest(),
                spec.source().digest());
        disk.record(entry(report, Optional.of(content)), Optional.of(spec.source()));
    }

    private static HistoryEntry entry(ReloadReport report, Optional<HistoryEntry.Content> content) {
        return new HistoryEntry(
                report.toGeneration(),
                report.revision(),
                report.broughtBack(),
                report.at(),
                report.outcome(),
                report.reason(),
                report.requester(),
                content,
                report.phases(),
                false);
    }

    /** What was reported at its swap came through its probation, and is the last known good one on the disk. */
    void committed(ReloadReport report) {
        view.committed(report);
        journal.committed(report);
        step(HostEvent.Step.COMMITTED, report);
    }

    /** What was reported at its swap has come one phase further, beside others. */
    void passed(ReloadReport report, ReloadReport.Phase phase) {
        view.committed(report);
        journal.passed(report, phase);
        disk.timed(report, Map.of(phase, report.phases().getOrDefault(phase, Duration.ZERO)));
    }

    /** All of it is over; how long its last phases took is kept with the rest. */
    void over(ReloadReport report, Map<ReloadReport.Phase, Duration> last) {
        view.committed(report);
        journal.over(report);
        disk.timed(report, last);
        step(HostEvent.Step.LET_GO, report);
    }

    /** @param beside whether something else is being built, which goes on */
    void refusedFile(ReloadReport report, boolean beside) {
        journal.tell(new HostEvent.ReloadStep(name, report.at(), HostEvent.Step.REFUSED, report, beside));
    }

    void step(HostEvent.Step step, ReloadReport report) {
        journal.tell(new HostEvent.ReloadStep(name, report.at(), step, report));
    }

    void tell(HostEvent event) {
        journal.tell(event);
    }
}
