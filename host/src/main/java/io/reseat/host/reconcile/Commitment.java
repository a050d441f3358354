package io.reseat.host.reconcile;

import io.reseat.host.isolation.Realm;
import io.reseat.host.lifecycle.Generation;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.ReloadReport.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last steps of one reload, from its swap on: what was swapped in becomes the last known good one on the disk, and what
 * it replaced ends and is let go. Confined to the owner thread.
 */
final class Commitment {
    /** Longer than a realm's cleaning may take; one whose threads run on is awaited by others. */
    private static final long PATIENCE_SECONDS = 15;

    private final SeatParts seat;
    private final Optional<Realm> replaced;
    private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);
    private ReloadReport report;
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

    /**
     * @param report as it was given at the swap
     * @param replaced the realm of the one before; empty where there was none, or that goes on
     */
    Commitment(SeatParts seat, ReloadReport report, Optional<Realm> replaced) {
        this.seat = seat;
        this.report = report;
        this.replaced = replaced;
    }

    /** What it replaced ends its cycle beside it; this is not over before. */
    void follows(Departure.Exit beside) {
        drained = new CompletableFuture<>();
        seat.shop().owner().when(beside.drained(), (took, failure) -> drained(took));
    }

    private void drained(@Nullable Duration took) {
        if (took != null) {
            times.put(Phase.OVERLAP, took);
            report = report.timed(times);
            seat.reports().passed(report, Phase.OVERLAP);
        }
        drained.complete(null);
    }

    /** It came through its probation, for which something stood by. */
    void proved(Duration probation, Optional<Realm> stoodBy) {
        times.put(Phase.PROBATION, probation);
        begin(Stream.concat(replaced.stream(), stoodBy.stream()).toList(), true);
    }

    /** It was proved before. */
    void knownGood() {
        begin(replaced.stream().toList(), false);
    }

    private void begin(List<Realm> leaving, boolean told) {
        Map<Phase, Duration> soFar = Map.copyOf(times);
        seat.disk()
                .prove(
                        report.toGeneration(),
                        soFar,
                        took -> seat.shop().owner().execute(() -> {
                            durable(took, told);
                            letGo(leaving);
                        }));
    }

    private void durable(Duration took, boolean told) {
        times.put(Phase.COMMIT, took);
        report = report.committed(times);
        if (told) {
            seat.reports().committed(report);
        }
        if (!drained.isDone()) {
            seat.disk().timed(report, times); // else with what is let go, in one write
        }
    }

    private void letGo(List<Realm> leaving) {
        Optional<Realm> own = seat.occupancy().live().map(Generation::realm);
        List<CompletableFuture<Duration>> closed = leaving.stream()
                .filter(realm -> !own.equals(Optional.of(realm))) // it goes on in the same one
                .map(realm -> realm.closed().toCompletableFuture())
                .toList();
        CompletableFuture<List<Duration>> all =
                drained.thenCompose(over -> Relay.all(closed).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
        seat.shop().owner().when(all, (took, late) -> over(took == null ? List.of() : took));
    }

    private void over(List<Duration> closed) {
        closed.stream().max(Duration::compareTo).ifPresent(longest -> times.put(Phase.LET_GO, longest));
        report = report.committed(times);
        seat.reports().over(report, times);
    }
}
