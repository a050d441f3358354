package io.reseat.host.lifecycle;

import io.reseat.api.TaskFactory;
import io.reseat.host.binding.Binder;
import io.reseat.host.binding.BindingException;
import io.reseat.host.isolation.Call;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.isolation.Realm;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a task's type exists in a realm and its config fits that type's record; creates no task. Used once, by any
 * thread that may block.
 */
public final class ConfigFit {
    private final TaskSpec spec;
    private final Realm realm;
    private final Path home;
    private volatile String step = "finding the task type";

    public ConfigFit(TaskSpec spec, Realm realm, Path home) {
        this.spec = spec;
        this.realm = realm;
        this.home = home;
    }

    /**
     * Asks the plugin, whose class initialisers may run, and waits as long as a host would for a build.
     *
     * @throws GenerationFailure that says what does not fit, with places where there are some
     */
    public void check() throws GenerationFailure {
        Call<List<Problem>> call = realm.threads().call("checking " + spec.name(), this::misfits);
        Duration limit = TaskServices.Limits.DEFAULT.build();
        try {
            List<Problem> misfits = call.result().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!misfits.isEmpty()) {
                throw GenerationFailure.unbound(misfits);
            }
        } catch (ExecutionException e) {
            throw GenerationFailure.of(step, e.getCause());
        } catch (TimeoutException e) {
            String stack = call.stack();
            call.interrupt();
            throw GenerationFailure.saying(
                    step + " did not end within " + limit.toSeconds() + " s; its thread stands at\n" + stack);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GenerationFailure.saying("interrupted");
        }
    }

    /** As values: of an exception that a call ends with, only its text would come out of the realm. */
    private List<Problem> misfits() throws PluginFailure {
        TaskFactory<?> factory = realm.factory(spec.type());
        step = "binding the config";
        try {
            new Binder(home).bind(spec.config(), factory.configType());
            return List.of();
        } catch (BindingException e) {
            return e.problems();
        }
    }
}
