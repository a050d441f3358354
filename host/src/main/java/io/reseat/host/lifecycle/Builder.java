package io.reseat.host.lifecycle;

import io.reseat.host.children.ChildRealm;
import io.reseat.host.isolation.Call;
import io.reseat.host.isolation.LoaderRealm;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Builds generations: factory, config, instance, check, in one call on a thread of the realm. Used by the owner thread. */
public final class Builder {
    private final TaskServices services;

    /** @param services what every generation gets */
    public Builder(TaskServices services) {
        this.services = services;
    }

    /**
     * Builds beside whatever runs, and touches nothing of it.
     *
     * @param blueprint what to build
     * @param coveredUntil firings of the schedule up to this moment belong to a predecessor
     * @return fails with a {@link GenerationFailure}
     */
    public CompletableFuture<Generation> build(Blueprint blueprint, Instant coveredUntil) {
        return blueprint.realm() instanceof LoaderRealm here
                ? build(new Build(blueprint, here, services, coveredUntil), blueprint)
                : new ChildBuild(blueprint, (ChildRealm) blueprint.realm(), services, coveredUntil).make();
    }

    private CompletableFuture<Generation> build(Build build, Blueprint blueprint) {
        Call<Generation> call = blueprint
                .realm()
                .threads()
                .call(
                        blueprint.label() + " build",
                        () -> InTask.call(blueprint.spec().name(), build::make));
        return new Deadline(
                        services.clock(),
                        services.limits().build(),
                        (message, stack, ended) ->
                                blueprint.events().leftAlone(blueprint.number(), message, stack, ended))
                .on(call, build::step, Generation::closeLate)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(build.placed(failure)));
    }
}
