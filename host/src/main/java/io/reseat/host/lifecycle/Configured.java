package io.reseat.host.lifecycle;

import io.reseat.api.Reconfigurable;
import io.reseat.api.Task;
import io.reseat.host.binding.Binder;
import io.reseat.host.binding.BindingException;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Problem;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The config of one instance. Objects of the plugin are kept here for as long as the instance lives; every method runs on
 * a thread of the realm, one call at a time.
 *
 * @param <C> the plugin's record
 */
final class Configured<C> {
    private final Binder binder;
    private final Class<C> type;
    private final Secrets secrets;
    private C config;

    Configured(Binder binder, Class<C> type, C config, Secrets secrets) {
        this.binder = binder;
        this.type = type;
        this.config = config;
        this.secrets = secrets;
    }

    /** What must be in no text about the instance. */
    Secrets secrets() {
        return secrets;
    }

    /** A config that does not fit is answered as a value, for of what a call throws only the text comes out of a realm. */
    Bound bind(ConfigNode.Mapping other) {
        secrets.given(other);
        try {
            return new Bound(binder.bind(other, type), List.of());
        } catch (BindingException e) {
            return new Bound(null, e.problems());
        }
    }

    /** Gives the task another config, or back the one that it had. */
    @SuppressWarnings("unchecked") // a task that does not take its factory's config says so by a ClassCastException
    Reconfigured reconfigure(Task task, Object other) {
        Reconfigurable<C> taking = (Reconfigurable<C>) task;
        C next = type.cast(other);
        try {
            taking.reconfigure(next);
        } catch (Throwable e) {
            return givenBack(taking, secrets.failure("reconfigure", e));
        }
        config = next;
        return Reconfigured.TAKEN;
    }

    /**
     * A config that was bound, or what is wrong with it.
     *
     * @param config an object of the plugin; null if it does not fit
     * @param problems with places in the task's file
     */
    record Bound(@Nullable Object config, List<Problem> problems) {
        CompletableFuture<Object> orRefused() {
            return config == null
                    ? CompletableFuture.failedFuture(GenerationFailure.unbound(problems))
                    : CompletableFuture.completedFuture(config);
        }
    }

    private Reconfigured givenBack(Reconfigurable<C> taking, PluginFailure why) {
        try {
            taking.reconfigure(config);
            return Reconfigured.refused(why);
        } catch (Throwable e) {
            return Reconfigured.lost(why);
        }
    }
}
