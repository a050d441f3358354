package io.reseat.host.reconcile;

import io.reseat.host.model.ReloadReport.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came before a reload began. Times are those of {@link System#nanoTime}.
 *
 * @param since when the host first saw or heard of what led to it
 * @param planFrom when what is wanted was compared with what runs
 * @param planTo when that was done
 */
record LeadUp(long since, long planFrom, long planTo) {
    /** What is wanted is compared with what runs from now on. */
    static LeadUp planning(long since) {
        long now = System.nanoTime();
        return new LeadUp(since, now, now);
    }

    /** That is done. */
    LeadUp planned() {
        return new LeadUp(since, planFrom, System.nanoTime());
    }

    /** @param staging of the plugin that is to be built from, where it was staged for this */
    Map<Phase, Duration> phases(Optional<StagingTimes.Staging> staging) {
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        long within = staging.filter(one -> one.began() - since >= 0)
                .map(one -> one.took().toNanos())
                .orElse(0L);
        phases.put(Phase.NOTICE, Duration.ofNanos(Math.max(0, planFrom - since - within)));
        staging.ifPresent(one -> phases.put(Phase.STAGE, one.took()));
        phases.put(Phase.PLAN, Duration.ofNanos(planTo - planFrom));
        return phases;
    }
}
