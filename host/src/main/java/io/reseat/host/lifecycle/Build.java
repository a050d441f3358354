package io.reseat.host.lifecycle;

import io.reseat.api.FenceToken;
import io.reseat.api.HealthCheck;
import io.reseat.api.Task;
import io.reseat.api.TaskFactory;
import io.reseat.host.binding.Binder;
import io.reseat.host.binding.BindingException;
import io.reseat.host.isolation.LoaderRealm;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.Problem;
import java.time.Instant;
import java.util.List;

/**
 * One attempt to build a generation. {@link #make} runs on a thread of the realm; how far it came is asked from others.
 *
 * <pre>
 *   find the factory ──► bind the config ──► create ──► check
 * </pre>
 */
final class Build {
    private final Blueprint blueprint;
    private final LoaderRealm realm;
    private final TaskServices services;
    private final Instant coveredUntil;
    private final Secrets secrets;
    private volatile String step = "build";
    private volatile List<Problem> unbound = List.of();

    Build(Blueprint blueprint, LoaderRealm realm, TaskServices services, Instant coveredUntil) {
        this.blueprint = blueprint;
        this.realm = realm;
        this.services = services;
        this.coveredUntil = coveredUntil;
        this.secrets = new Secrets(blueprint.spec().config());
    }

    /** The step that it is in, for messages. */
    String step() {
        return step;
    }

    /** The failure with the places in the task's file, which are lost in the failure's text. */
    Throwable placed(Throwable failure) {
        return unbound.isEmpty() ? failure : GenerationFailure.unbound(unbound);
    }

    Generation make() throws Exception {
        GenerationContext context = context();
        try {
            return make(context);
        } catch (Throwable e) {
            if (e instanceof BindingException misfit) {
                unbound = misfit.problems();
            }
            discard(context, e);
            throw secrets.failure(blueprint.label() + " build", e);
        }
    }

    private Generation make(GenerationContext context) throws Exception {
        step = "finding the task type";
        TaskFactory<?> factory = realm.factory(blueprint.spec().type());
        Binder binder = realm.attachment(Binder.class, () -> new Binder(services.home()));
        return make(factory, binder, context);
    }

    private <C> Generation make(TaskFactory<C> factory, Binder binder, GenerationContext context) throws Exception {
        secrets.keys(() -> binder.secretKeys(factory.configType()));
        step = "binding the config";
        C config = binder.bind(blueprint.spec().config(), factory.configType());
        step = "create";
        Task task = factory.create(config, context);
        if (task == null) {
            throw new IllegalStateException(factory.getClass().getName() + ".create returned null");
        }
        try {
            Traits traits = Traits.of(factory, task, binder.secretKeys(factory.configType()));
            secrets.keys(traits::secretKeys);
            check(task);
            return generation(task, context, new Configured<>(binder, factory.configType(), config, secrets), traits);
        } catch (Throwable e) {
            context.closeWithGeneration(task); // nobody else will
            throw e;
        }
    }

    private void check(Task task) throws Exception {
        step = "check";
        if (task instanceof HealthCheck checked) {
            checked.check();
        }
    }

    private Generation generation(Task task, GenerationContext context, Configured<?> configured, Traits traits) {
        LocalInstance instance = new LocalInstance(blueprint, services, task, context, configured);
        Generation made = new Generation(blueprint, services, instance, traits, coveredUntil);
        context.attach(made.requests());
        return made;
    }

    /** The reason is what the operator is told; what the way back met is added to it. */
    private static void discard(GenerationContext context, Throwable reason) {
        try {
            context.end();
        } catch (Throwable e) {
            reason.addSuppressed(e);
        }
    }

    private GenerationContext context() {
        GenerationContext context = new GenerationContext(
                blueprint.spec().name(),
                new FenceToken(services.epoch(), blueprint.number()),
                realm.artifact().version().text(),
                blueprint.dataDirectory(),
                blueprint.metrics().forGeneration(),
                () -> realm.threads().generation(realm.name() + "/" + blueprint.label(), secrets::redaction),
                services.processes());
        if (blueprint.spec().isolation() == Isolation.TASK) { // a realm of many tasks has no secret of its own
            context.closeWithGeneration(realm.threads().hiding(secrets::redaction));
        }
        return context;
    }
}
