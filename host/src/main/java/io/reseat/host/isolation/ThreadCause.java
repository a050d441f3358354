package io.reseat.host.isolation;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;

/** Threads that the plugin started by itself, in the realm's group or with its loader, are interrupted. */
final class ThreadCause implements Cleaning.Cause {
    private static final System.Logger LOG = System.getLogger(ThreadCause.class.getName());

    @Override
    public Set<String> telling() {
        return Set.of();
    }

    @Override
    public void clean(PluginClassLoader loader, ThreadGroup group) {
        List<Thread> strays = RealmGroup.threadsOf(RealmGroup.root()).stream()
                .filter(thread -> thread != Thread.currentThread() && belongs(thread, loader, group))
                .toList();
        for (Thread stray : strays) {
            LOG.log(
                    Level.WARNING,
                    "{0} left its thread {1} running: interrupted; use TaskContext.threads()",
                    loader.label(),
                    stray.getName());
            stray.interrupt();
        }
    }

    private static boolean belongs(Thread thread, ClassLoader loader, ThreadGroup group) {
        return group.parentOf(thread.getThreadGroup())
                || thread.getContextClassLoader() == loader
                || thread.getClass().getClassLoader() == loader;
    }
}
