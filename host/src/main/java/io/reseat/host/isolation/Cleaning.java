package io.reseat.host.isolation;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Frees a retired realm from places in the JDK that would hold it, in a fixed order. Runs on a thread of the realm,
 * because some of those places call the plugin back; one cause that fails leaves the others to be tried.
 */
final class Cleaning {
    private static final System.Logger LOG = System.getLogger(Cleaning.class.getName());

    private static final List<Cause> CAUSES = List.of(
            new JdbcCause(),
            new BundleCause(),
            new BeanCause(),
            new ThreadCause(),
            new MBeanCause(),
            new LogHandlerCause());

    /** The platform classes that tell, when a plugin asks for one, that a cause may be there. */
    static final Set<String> TELLING =
            CAUSES.stream().flatMap(cause -> cause.telling().stream()).collect(Collectors.toUnmodifiableSet());

    private Cleaning() {}

    /** One place that holds loaders. Without state. */
    interface Cause {
        /** Classes without which a plugin cannot get there; empty if it can always. */
        Set<String> telling();

        /** Frees the realm from it; what the plugin's author should know is logged. */
        void clean(PluginClassLoader loader, ThreadGroup group) throws Exception;
    }

    static void of(PluginClassLoader loader, ThreadGroup group) {
        for (Cause cause : CAUSES) {
            if (cause.telling().isEmpty() || cause.telling().stream().anyMatch(loader::hasResolved)) {
                attempt(cause, loader, group);
            }
        }
    }

    private static void attempt(Cause cause, PluginClassLoader loader, ThreadGroup group) {
        try {
            cause.clean(loader, group);
        } catch (Throwable failed) { // a plugin's code may be called: anything may come
            PluginFailure failure = FailureText.of(cause.getClass().getSimpleName() + " of " + loader.label(), failed);
            LOG.log(Level.WARNING, failure.getMessage() + System.lineSeparator() + failure.stack());
        }
    }
}
