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

/**
 * The last steps of one reload: what was swapped in becomes the last known good one on the disk, and what it replaced is
 * let go. Confined to the owner thread.
 */
final class Commitment {
    /** Longer than a realm's cleaning may take; one whose threads run on is awaited by others. */
    private static final long PATIENCE_SECONDS = 15;

    private final SeatParts seat;
    private final ReloadReport report;
    private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);

    /** @param report as it was given at the swap */
    Commitment(SeatParts seat, ReloadReport report) {
        this.seat = seat;
        this.report = report;
    }

    /** It came through its probation. */
    void proved(Duration probation, List<Realm> replaced) {
        times.put(Phase.PROBATION, probation);
        begin(replaced, true);
    }

    /** It was proved before. */
    void knownGood(List<Realm> replaced) {
        begin(replaced, false);
    }

    private void begin(List<Realm> replaced, boolean told) {
        Map<Phase, Duration> soFar = Map.copyOf(times);
        seat.disk()
                .prove(
                        report.toGeneration(),
                        soFar,
                        took -> seat.shop().owner().execute(() -> {
                            times.put(Phase.COMMIT, took);
                            if (told) {
                                seat.reports().committed(report.committed(times));
                            }
                            letGo(replaced);
                        }));
    }

    private void letGo(List<Realm> replaced) {
        Optional<Realm> own = seat.occupancy().live().map(Generation::realm);
        List<CompletableFuture<Duration>> closed = replaced.stream()
                .filter(realm -> !own.equals(Optional.of(realm))) // it goes on in the same one
                .map(realm -> realm.closed().toCompletableFuture())
                .toList();
        CompletableFuture<List<Duration>> all = Relay.all(closed).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        seat.shop().owner().when(all, (took, late) -> over(took == null ? List.of() : took));
    }

    private void over(List<Duration> closed) {
        closed.stream().max(Duration::compareTo).ifPresent(longest -> times.put(Phase.LET_GO, longest));
        seat.reports().over(report.committed(times), times);
    }
}
