package io.reseat.host.isolation;

import java.beans.Introspector;
import java.util.Set;

/** The bean introspector caches what it learned of classes, softly. */
final class BeanCause implements Cleaning.Cause {
    @Override
    public Set<String> telling() {
        return Set.of("java.beans.Introspector");
    }

    @Override
    public void clean(PluginClassLoader loader, ThreadGroup group) {
        Introspector.flushCaches();
    }
}
