package io.reseat.host.watch;

import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The entries of a tree that are not taken yet, and when each is due to be looked at again. Owned by the tree's thread. */
final class PendingEntries {
    private final PriorityQueue<Due> dues = new PriorityQueue<>();
    private final Map<String, Pending> pending = new TreeMap<>();
    private boolean changed;

    /** A time at which a name is due. */
    record Due(long at, String name) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.signum(at - other.at);
        }
    }

    /** Waits, for this reason, until a {@code nanoTime} or, with {@link TreeEntry#NEVER}, for an event. */
    void put(TreeEntry<?> entry, Pending why, long due) {
        changed |= !why.equals(pending.put(entry.name, why));
        arm(entry, due);
    }

    /** Another time, for the same reason. */
    void arm(TreeEntry<?> entry, long due) {
        entry.due = due;
        if (due != TreeEntry.NEVER) {
            dues.add(new Due(due, entry.name));
        }
    }

    /** Waits no more. */
    void remove(String name) {
        changed |= pending.remove(name) != null;
    }

    /** When {@link #pollDue} should be called next, in {@code nanoTime}. */
    long nextDue() {
        Due next = dues.peek();
        return next == null ? TreeEntry.NEVER : next.at;
    }

    /** The next name that is, or was, due by a time; null if there is none. The entry knows whether it still is. */
    @Nullable
    Due pollDue(long now) {
        Due next = dues.peek();
        return next == null || next.at - now > 0 ? null : dues.poll();
    }

    /** Whether a name came, went or has another reason since {@link #forgetChange}. */
    boolean changed() {
        return changed;
    }

    void forgetChange() {
        changed = false;
    }

    List<String> names() {
        return List.copyOf(pending.keySet());
    }

    /** All reasons by name; a copy. */
    Map<String, String> reasons() {
        if (pending.isEmpty()) {
            return Map.of();
        }
        Map<String, String> reasons = new TreeMap<>();
        pending.forEach((name, why) -> reasons.put(name, why.reason()));
        return Collections.unmodifiableMap(reasons);
    }

    /** What waits for somebody to do something, by name; a copy. */
    Map<String, Problem> unusable(UnaryOperator<String> shown) {
        if (pending.values().stream().allMatch(Pending::settling)) {
            return Map.of();
        }
        Map<String, Problem> problems = new TreeMap<>();
        pending.forEach((name, why) -> {
            if (!why.settling()) {
                problems.put(name, new Problem(Place.of(shown.apply(name)), why.reason()));
            }
        });
        return Collections.unmodifiableMap(problems);
    }
}
