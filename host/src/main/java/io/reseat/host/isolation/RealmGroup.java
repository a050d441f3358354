package io.reseat.host.isolation;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The thread group of a realm or of a generation: threads that a plugin makes are born into it, so that they can be
 * found, and what they do not catch is logged as text. Safe from any thread.
 */
final class RealmGroup extends ThreadGroup {
    private static final System.Logger LOG = System.getLogger(RealmGroup.class.getName());
    private static final boolean HELD_BY_PARENT = Runtime.version().feature() < 19;

    private final Supplier<Redaction> secrets;

    /** @param secrets asked when a thread dies of an exception */
    RealmGroup(ThreadGroup parent, String name, Supplier<Redaction> secrets) {
        super(parent, name);
        this.secrets = secrets;
    }

    /** The group above all others that a thread of the host can name. */
    static ThreadGroup root() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        PluginFailure failure = FailureText.of("thread " + thread.getName(), thrown, secrets.get());
        LOG.log(Level.ERROR, failure.getMessage() + System.lineSeparator() + failure.stack());
    }

    /** The threads that live in a group and below it. */
    static List<Thread> threadsOf(ThreadGroup group) {
        Thread[] found = new Thread[group.activeCount() + 16];
        int count = group.enumerate(found, true);
        while (count == found.length) { // full: there may be more
            found = new Thread[count * 2];
            count = group.enumerate(found, true);
        }
        return List.of(Arrays.copyOf(found, count));
    }

    /**
     * Lets the group go, now or with its last thread. Before Java 19 a parent held its groups until they were destroyed.
     */
    @SuppressWarnings("removal")
    void endWithLastThread() {
        if (!HELD_BY_PARENT) {
            return;
        }
        ThreadGroup[] below = new ThreadGroup[activeGroupCount() + 16];
        for (int i = enumerate(below, false) - 1; i >= 0; i--) {
            if (below[i] instanceof RealmGroup group) {
                group.endWithLastThread(); // a group that never had a thread would hold this one for ever
            }
        }
        try {
            setDaemon(true); // from now on the JVM destroys it when its last thread ends
            if (activeCount() == 0) {
                destroy();
            }
        } catch (IllegalThreadStateException gone) {
            LOG.log(Level.TRACE, "{0} went meanwhile", getName());
        }
    }
}
