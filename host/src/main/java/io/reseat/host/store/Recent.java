package io.reseat.host.store;

import io.reseat.host.model.TaskName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was written last of the few tasks that are being reloaded: reading back a past of a hundred entries for each one
 * more costs as much as all else that a reload writes. Safe from any thread.
 *
 * @param <V> what is kept of one task; immutable
 */
final class Recent<V> {
    /** At up to some 100 KB each. */
    private static final int MOST = 8;

    private final Map<TaskName, V> newestLast = new LinkedHashMap<>(MOST * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TaskName, V> eldest) {
            return size() > MOST;
        }
    };

    synchronized @Nullable V get(TaskName task) {
        return newestLast.get(task);
    }

    synchronized void put(TaskName task, V value) {
        newestLast.put(task, value);
    }
}
