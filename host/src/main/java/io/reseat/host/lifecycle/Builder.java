package io.reseat.host.lifecycle;

import io.reseat.api.TaskFactory;
import io.reseat.host.binding.Binder;
import io.reseat.host.binding.BindingException;
import io.reseat.host.isolation.Call;
import io.reseat.host.isolation.Realm;
import io.reseat.host.model.TaskSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        Build build = new Build(blueprint, services, coveredUntil);
        Call<Generation> call = blueprint
                .realm()
                .threads()
                .call(
                        blueprint.label() + " build",
                        () -> InTask.call(blueprint.spec().name(), build::make));
        return new Deadline(services.clock(), services.limits().build())
                .on(call, build::step, Generation::closeLate)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(build.placed(failure)));
    }

    /**
     * Checks that a task's type exists and its config fits, and creates nothing. Blocks.
     *
     * @throws GenerationFailure that says what does not fit
     */
    public static void verify(TaskSpec spec, Realm realm, Path home) throws GenerationFailure {
        Call<Object> call = realm.threads()
                .call("checking " + spec.name(), () -> bind(realm.factory(spec.type()), new Binder(home), spec));
        try {
            call.result()
                    .toCompletableFuture()
                    .get(TaskServices.Limits.DEFAULT.build().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw GenerationFailure.of("binding", e.getCause());
        } catch (TimeoutException e) {
            call.interrupt();
            throw GenerationFailure.saying("its plugin did not answer in time\n" + call.stack());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GenerationFailure.saying("interrupted");
        }
    }

    private static <C> C bind(TaskFactory<C> factory, Binder binder, TaskSpec spec) throws BindingException {
        return binder.bind(spec.config(), factory.configType());
    }
}
