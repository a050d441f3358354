package io.reseat.host.lifecycle;

import io.reseat.api.HealthCheck;
import io.reseat.api.Task;
import io.reseat.api.TaskFactory;
import io.reseat.host.binding.Binder;
import io.reseat.host.binding.BindingException;
import io.reseat.host.isolation.Call;
import io.reseat.host.isolation.Realm;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

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
        Realm realm = blueprint.realm();
        AtomicReference<List<Problem>> unbound = new AtomicReference<>(List.of());
        Call<Generation> call = realm.threads()
                .call(
                        blueprint.label() + " build",
                        () -> InTask.call(blueprint.spec().name(), () -> make(blueprint, coveredUntil, unbound)));
        return Deadline.on(call, "create", services.limits().build(), services.clock())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        unbound.get().isEmpty() ? failure : GenerationFailure.unbound(unbound.get())));
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

    private Generation make(Blueprint blueprint, Instant coveredUntil, AtomicReference<List<Problem>> unbound)
            throws Exception {
        TaskSpec spec = blueprint.spec();
        Realm realm = blueprint.realm();
        TaskFactory<?> factory = realm.factory(spec.type());
        GenerationContext context = context(blueprint);
        Binder binder = realm.attachment(Binder.class, () -> new Binder(services.home()));
        try {
            Task task = create(factory, binder, spec, context);
            if (task instanceof HealthCheck checked) {
                checked.check();
            }
            Instance instance = new Instance(blueprint, services, task, context);
            Generation made = new Generation(
                    blueprint, services, instance, binder.secretKeys(factory.configType()), coveredUntil);
            context.attach(made.requests());
            return made;
        } catch (Throwable e) {
            if (e instanceof BindingException misfit) {
                unbound.set(misfit.problems()); // places would be lost in the failure's text
            }
            discard(context, e);
            throw e;
        }
    }

    private static <C> Task create(TaskFactory<C> factory, Binder binder, TaskSpec spec, GenerationContext context)
            throws Exception {
        C config = bind(factory, binder, spec);
        Task task = factory.create(config, context);
        if (task == null) {
            throw new IllegalStateException(factory.getClass().getName() + ".create returned null");
        }
        return task;
    }

    private static <C> C bind(TaskFactory<C> factory, Binder binder, TaskSpec spec) throws BindingException {
        return binder.bind(spec.config(), factory.configType());
    }

    private static void discard(GenerationContext context, Throwable reason) {
        try {
            context.end();
        } catch (Throwable e) { // the reason is what the operator is told
            reason.addSuppressed(e);
        }
    }

    private static GenerationContext context(Blueprint blueprint) {
        return new GenerationContext(
                blueprint.spec().name(),
                blueprint.number(),
                blueprint.realm().artifact().version().text(),
                blueprint.dataDirectory(),
                blueprint.metrics().forGeneration(),
                () -> blueprint.realm().threads().generation(blueprint.realm().name() + "/" + blueprint.label()));
    }
}
