package io.reseat.host.reconcile;

import io.reseat.host.config.HostSettings;
import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.model.TaskName;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tasks that have to be looked at, each with what changed, for as long as something holds that back: a start, an
 * operation that looks at all files first, an apply. Confined to the owner thread.
 */
final class PendingLooks {
    private static final Duration LONGEST_GATHERING = Duration.ofSeconds(1);

    private final Map<TaskName, String> touched = new LinkedHashMap<>();
    private final Map<TaskName, Long> noticed = new HashMap<>();
    private final Map<TaskName, String> leaving = new LinkedHashMap<>();
    private final HostClock clock;
    private final OwnerThread owner;
    private final Duration gathering;
    private final Runnable lookNow;
    private int holds;

    /** @param lookNow called, on the owner thread, when tasks may be looked at that came here by themselves */
    PendingLooks(HostClock clock, OwnerThread owner, Duration gathering, Runnable lookNow) {
        this.clock = clock;
        this.owner = owner;
        this.gathering = gathering;
        this.lookNow = lookNow;
    }

    /**
     * For how long files that go one after another are gathered and then judged together, so that a mass removal is seen
     * as one. It is the last part of the deletion grace: the tree waits for the rest.
     */
    static Duration gathering(HostSettings settings) {
        Duration half = settings.deletionGrace().dividedBy(2);
        return half.compareTo(LONGEST_GATHERING) < 0 ? half : LONGEST_GATHERING;
    }

    /** Nothing is looked at until {@link #release}, as often as this was called. */
    void hold() {
        holds++;
    }

    /** Whether somebody holds it back, who looks afterwards. */
    boolean held() {
        return holds > 0;
    }

    /** One hold less; whether it was the last. */
    boolean release() {
        holds--;
        return holds == 0;
    }

    /**
     * A task's file or plugin changed.
     *
     * @param seen when that was noticed, as {@link System#nanoTime}
     */
    void touch(TaskName task, String cause, long seen) {
        noticed.merge(task, seen, Sightings::earlier);
        leaving.remove(task);
        touched.merge(task, cause, PendingLooks::join);
    }

    /** A task's file is gone: looked at a little later, with others that go. */
    void gone(TaskName task, String cause) {
        if (leaving.isEmpty()) {
            clock.later(gathering, () -> owner.execute(this::gathered));
        }
        leaving.put(task, cause);
    }

    /** Looks now, if there is something to look at and nothing holds it back. */
    void settle() {
        if (holds == 0 && !touched.isEmpty()) {
            lookNow.run();
        }
    }

    /** Hands over what is to be looked at, with what changed, but for what is to be looked at later. */
    Map<TaskName, String> take(Set<TaskName> later) {
        Map<TaskName, String> all = new LinkedHashMap<>(touched);
        all.keySet().removeAll(later);
        touched.keySet().retainAll(later);
        return all;
    }

    /** When it was noticed that a task has to be looked at, which it is now. */
    long noticed(TaskName task) {
        Long seen = noticed.remove(task);
        return seen == null ? System.nanoTime() : seen;
    }

    /** What is to be looked at once nothing holds it back. */
    Map<TaskName, String> waiting() {
        return new LinkedHashMap<>(touched);
    }

    private void gathered() {
        leaving.forEach((task, cause) -> touched.merge(task, cause, PendingLooks::join));
        leaving.clear();
        settle();
    }

    private static String join(String one, String other) {
        return one.contains(other) ? one : one + ", " + other;
    }
}
