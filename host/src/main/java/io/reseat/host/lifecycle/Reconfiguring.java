package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.lifecycle.Generation.Ending;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.store.StateSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One change of the config in place: bound first, so that no cycle is held up for one that does not fit, then taken
 * between two cycles, or while a service runs. Begun by the owner thread; goes on on threads of the realm.
 *
 * @param drain how long the cycle that runs may take to end
 * @param passed told of each phase but the last when that is over, well or not, on the thread that ended it
 */
record Reconfiguring(Cycles cycles, Instance instance, Duration drain, Consumer<Phase> passed) {
    CompletableFuture<Reconfigured> to(ConfigNode.Mapping config) {
        return timed(Phase.BUILD, instance.bind(config)).thenCompose(this::betweenCycles);
    }

    private CompletableFuture<Reconfigured> betweenCycles(Object config) {
        if (cycles.serving()) {
            return take(config, Optional.empty());
        }
        return timed(Phase.DRAIN, cycles.hold(drain))
                .thenCompose(ending -> ending == Ending.ENDED ? afterSaving(config) : cycleDidNotEnd());
    }

    private <T> CompletableFuture<T> timed(Phase phase, CompletableFuture<T> step) {
        return step.whenComplete((done, failure) -> passed.accept(phase));
    }

    private CompletableFuture<Reconfigured> afterSaving(Object config) {
        return instance.save().thenCompose(state -> take(config, state));
    }

    private CompletableFuture<Reconfigured> take(Object config, Optional<StateSnapshot> state) {
        return instance.reconfigure(config)
                .exceptionally(hung -> Reconfigured.lost(PluginFailure.of("reconfigure", hung)))
                .thenApply(answer -> answer.after(state));
    }

    private CompletableFuture<Reconfigured> cycleDidNotEnd() {
        return CompletableFuture.failedFuture(
                GenerationFailure.saying("its cycle did not end within its drain, so that it could take the config;"
                        + " to end it and build anew: reseat restart "
                        + cycles.spec().name()));
    }
}
