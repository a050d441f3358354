package io.reseat.host.reconcile;

import io.reseat.host.watch.Taking;
import io.reseat.host.watch.TreeSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** When files of one tree were first seen changed that were not taken at once. Confined to the owner thread. */
final class Sightings {
    private final Map<String, Long> waiting = new HashMap<>();

    /**
     * When the first of the files that changed was seen to, as {@link System#nanoTime}.
     *
     * @param now the tree with what waits in it still
     * @param changed files that were taken, or count as gone
     * @param taken when the taking of a file's content began
     */
    <T> long first(TreeSnapshot<T> now, Set<String> changed, ToLongFunction<T> taken) {
        long moment = System.nanoTime();
        long first = moment;
        for (String file : changed) {
            Long seen = waiting.get(file);
            Taking<T> content = now.entries().get(file);
            if (seen != null) {
                first = earlier(first, seen);
            } else if (content instanceof Taking.Taken<T> whole) {
                first = earlier(first, taken.applyAsLong(whole.value()));
            }
        }
        waiting.keySet().retainAll(now.pending().keySet());
        now.pending().keySet().forEach(file -> waiting.putIfAbsent(file, moment));
        return first;
    }

    /** The earlier of two times of {@link System#nanoTime}. */
    static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }
}
