package io.reseat.host.isolation;

import java.lang.System.Logger.Level;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Threads that the plugin started by itself, in the realm's group or with its loader, are interrupted. One that is about
 * to end anyway, such as a thread of the pool a moment after its last call, gets the time to do so.
 */
final class ThreadCause implements Cleaning.Cause {
    private static final System.Logger LOG = System.getLogger(ThreadCause.class.getName());
    private static final long GRACE_MILLIS = 20;

    @Override
    public Set<String> telling() {
        return Set.of();
    }

    @Override
    public void clean(PluginClassLoader loader, ThreadGroup group) throws InterruptedException {
        for (Thread thread : RealmGroup.threadsOf(RealmGroup.root())) {
            if (thread != Thread.currentThread() && belongs(thread, loader, group)) {
                thread.join(GRACE_MILLIS);
                interrupt(thread, loader);
            }
        }
    }

    private static void interrupt(Thread thread, PluginClassLoader loader) {
        if (thread.isAlive()) {
            LOG.log(
                    Level.WARNING,
                    "{0} left its thread {1} running: interrupted; use TaskContext.threads()",
                    loader.label(),
                    thread.getName());
            thread.interrupt();
        }
    }

    private static boolean belongs(Thread thread, ClassLoader loader, ThreadGroup group) {
        @Nullable ThreadGroup own = thread.getThreadGroup(); // null when it has ended
        return own != null
                && (group.parentOf(own)
                        || loader.equals(thread.getContextClassLoader())
                        || loader.equals(thread.getClass().getClassLoader()));
    }
}
