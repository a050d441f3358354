package io.reseat.host.lifecycle;

import io.reseat.api.Reconfigurable;
import io.reseat.api.Task;
import io.reseat.host.binding.Binder;
import io.reseat.host.binding.BindingException;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.model.ConfigNode;

/**
 * The config of one instance. Objects of the plugin are kept here for as long as the instance lives; every method runs on
 * a thread of the realm, one call at a time.
 *
 * @param <C> the plugin's record
 */
final class Configured<C> {
    private final Binder binder;
    private final Class<C> type;
    private C config;

    Configured(Binder binder, Class<C> type, C config) {
        this.binder = binder;
        this.type = type;
        this.config = config;
    }

    Object bind(ConfigNode.Mapping other) throws BindingException {
        return binder.bind(other, type);
    }

    /** Gives the task another config, or back the one that it had. */
    @SuppressWarnings("unchecked") // a task that does not take its factory's config says so by a ClassCastException
    Reconfigured reconfigure(Task task, Object other) {
        Reconfigurable<C> taking = (Reconfigurable<C>) task;
        C next = type.cast(other);
        try {
            taking.reconfigure(next);
        } catch (Throwable e) {
            return givenBack(taking, PluginFailure.of("reconfigure", e));
        }
        config = next;
        return Reconfigured.TAKEN;
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
