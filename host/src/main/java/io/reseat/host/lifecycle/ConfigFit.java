package io.reseat.host.lifecycle;

import io.reseat.api.Swap;
import io.reseat.api.TaskFactory;
import io.reseat.host.binding.Binder;
import io.reseat.host.binding.BindingException;
import io.reseat.host.isolation.Call;
import io.reseat.host.isolation.LoaderRealm;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.model.Problem;
import io.reseat.host.model.TaskSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a task's type exists in a realm and its config fits that type's record; creates no task. Used once, by any
 * thread that may block.
 */
public final class ConfigFit {
    private final TaskSpec spec;
    private final LoaderRealm realm;
    private final Path home;

    private record Answer(List<Problem> misfits, Fit fit) {}

    /**
     * What a plugin tells of a task type.
     *
     * @param secretKeys paths of config keys that must not be shown
     * @param overlaps whether two of its tasks may run at once, where they have no state to hand over
     */
    public record Fit(Set<String> secretKeys, boolean overlaps) {
        public Fit {
            secretKeys = Set.copyOf(secretKeys);
        }
    }

    private volatile String step = "finding the task type";

    public ConfigFit(TaskSpec spec, LoaderRealm realm, Path home) {
        this.spec = spec;
        this.realm = realm;
        this.home = home;
    }

    /**
     * Asks the plugin, whose class initialisers may run, and waits as long as a host would for a build.
     *
     * @throws GenerationFailure that says what does not fit, with places where there are some
     */
    public Fit check() throws GenerationFailure {
        Call<Answer> call = realm.threads().call("checking " + spec.name(), this::ask);
        Duration limit = TaskServices.Limits.DEFAULT.build();
        try {
            Answer answer = call.result().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!answer.misfits().isEmpty()) {
                throw GenerationFailure.unbound(answer.misfits());
            }
            return answer.fit();
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
    private Answer ask() throws PluginFailure {
        TaskFactory<?> factory = realm.factory(spec.type());
        step = "binding the config";
        try {
            Binder binder = new Binder(home);
            binder.bind(spec.config(), factory.configType());
            Set<String> secretKeys = binder.secretKeys(factory.configType());
            step = "asking for its swaps";
            return new Answer(List.of(), new Fit(secretKeys, factory.swaps().contains(Swap.OVERLAP)));
        } catch (BindingException e) {
            return new Answer(e.problems(), new Fit(Set.of(), false));
        }
    }
}
