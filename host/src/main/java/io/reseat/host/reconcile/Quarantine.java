package io.reseat.host.reconcile;

import io.reseat.host.model.TaskName;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** Counts the generations that heed no interrupt and were left alone, until their cycles end. Safe from any thread. */
final class Quarantine {
    private final Map<TaskName, Integer> inside = new ConcurrentHashMap<>();
    private final IntSupplier limit;

    /** @param limit so many are too many, in the host or of one task */
    Quarantine(IntSupplier limit) {
        this.limit = limit;
    }

    /** One more of a task, until this completes; the generation itself is not kept. */
    void admit(TaskName task, CompletionStage<?> end) {
        inside.merge(task, 1, Integer::sum);
        end.whenComplete(
                (nothing, failure) -> inside.computeIfPresent(task, (name, count) -> count == 1 ? null : count - 1));
    }

    int count() {
        return inside.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether somebody should look at the host. */
    boolean full() {
        return count() >= limit.getAsInt();
    }

    /** Whether one more of this task is the last that is put up with: it would go on leaving threads behind for ever. */
    boolean lastOf(TaskName task) {
        return inside.getOrDefault(task, 0) + 1 >= limit.getAsInt();
    }
}
