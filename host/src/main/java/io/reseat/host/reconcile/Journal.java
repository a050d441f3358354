package io.reseat.host.reconcile;

import io.reseat.host.model.Durations;
import io.reseat.host.model.HostEvent;
import io.reseat.host.model.HostStatus;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Remembers the newest reports, counts them, writes the log's lines and tells listeners. Written by the owner thread. */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.reload");
    private static final int KEPT = 200;

    private final List<Consumer<HostEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Deque<ReloadReport> newest = new ArrayDeque<>();
    private long ok;
    private long refused;
    private long rolledBack;
    private long restored;

    void subscribe(Consumer<HostEvent> listener) {
        listeners.add(listener);
    }

    /** Keeps a report, logs it and counts it. */
    void report(ReloadReport report) {
        remember(report);
        MDC.put("task", report.task().value());
        LOG.atLevel(report.ok() ? Level.INFO : Level.WARN).log(line(report));
        report.problems().forEach(problem -> LOG.warn("  {}", problem));
        MDC.remove("task");
    }

    /** A reload that was reported at its swap is over: remembered so, and logged. */
    void committed(ReloadReport report) {
        replace(report);
        MDC.put("task", report.task().value());
        LOG.info(
                "{}: committed, generation {} proved itself and is the last known good one{}",
                report.task(),
                report.label(),
                times(report));
        MDC.remove("task");
    }

    /** A phase of it is over that goes on beside others: remembered so, and logged. */
    void passed(ReloadReport report, Phase phase) {
        replace(report);
        replaced(report, phase, "has ended its cycle");
    }

    /** What it replaced is let go: remembered so, and logged where that is worth a line. */
    void over(ReloadReport report) {
        replace(report);
        replaced(report, Phase.LET_GO, "is let go");
    }

    private static void replaced(ReloadReport report, Phase phase, String what) {
        Duration took = report.phases().get(phase);
        if (took != null) {
            MDC.put("task", report.task().value());
            LOG.info("{}: what generation {} replaced {}{}", report.task(), report.label(), what, time(phase, took));
            MDC.remove("task");
        }
    }

    private synchronized void replace(ReloadReport report) {
        List<ReloadReport> all = new ArrayList<>(newest);
        all.replaceAll(one -> one.sameAs(report) ? report : one);
        newest.clear();
        newest.addAll(all);
    }

    /** Tells everybody who listens. */
    void tell(HostEvent event) {
        for (Consumer<HostEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (Throwable e) {
                LOG.error("a listener failed on {}; the others go on", event, e);
            }
        }
    }

    synchronized List<ReloadReport> last(int most) {
        return newest.stream().limit(most).toList();
    }

    synchronized Optional<ReloadReport> last() {
        return Optional.ofNullable(newest.peekFirst());
    }

    synchronized HostStatus.Reloads counters() {
        return new HostStatus.Reloads(ok, refused, rolledBack, restored);
    }

    private synchronized void remember(ReloadReport report) {
        newest.addFirst(report);
        if (newest.size() > KEPT) {
            newest.removeLast();
        }
        switch (report.outcome()) {
            case ADDED, RELOADED -> ok++;
            case REFUSED -> refused++;
            case ROLLED_BACK -> rolledBack++;
            case RESTORED -> restored++;
            case UNCHANGED, APPLIED, REMOVED, DISABLED, WAITING, HELD, PAUSED, RESUMED -> {} // nothing was built
        }
    }

    private static String line(ReloadReport report) {
        StringBuilder line = new StringBuilder(report.task().value()).append(": ");
        line.append(report.outcome().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        boolean inPlace = report.revision() > 0 && report.outcome() == Outcome.RELOADED;
        if (report.toGeneration() > 0 && (inPlace || report.toGeneration() != report.fromGeneration())) {
            line.append(", generation ").append(report.label());
        }
        if (!report.probation().isZero()) {
            line.append(", on probation for ").append(Durations.text(report.probation()));
        }
        line.append(" (")
                .append(report.reason())
                .append("; by ")
                .append(report.requester())
                .append(')');
        return line.append(times(report)).toString();
    }

    private static String times(ReloadReport report) {
        StringBuilder times = new StringBuilder();
        report.phases().forEach((phase, time) -> times.append(time(phase, time)));
        return times.toString();
    }

    private static String time(Phase phase, Duration time) {
        return " " + phase.name().toLowerCase(java.util.Locale.ROOT) + "="
                + TimeUnit.NANOSECONDS.toMicros(time.toNanos()) / 1000.0 + "ms";
    }
}
