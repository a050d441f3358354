package io.reseat.host.isolation;

import java.util.ResourceBundle;
import java.util.Set;

/** Resource bundles are cached by the JDK, softly. */
final class BundleCause implements Cleaning.Cause {
    @Override
    public Set<String> telling() {
        return Set.of(); // loggers and formatters get there as well; clearing costs next to nothing
    }

    @Override
    public void clean(PluginClassLoader loader, ThreadGroup group) {
        ResourceBundle.clearCache(loader);
    }
}
