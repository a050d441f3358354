package io.reseat.host.reconcile;

import io.reseat.host.model.TaskName;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Counts the generations that heed no interrupt and were left alone, until their calls end. Safe from any thread.
 *
 * <p>A generation counts once, however many of its threads hang.
 */
final class Quarantine {
    private final Map<Left, Integer> inside = new ConcurrentHashMap<>();
    private final IntSupplier limit;

    /** @param limit so many are too many, in the host or of one task */
    Quarantine(IntSupplier limit) {
        this.limit = limit;
    }

    private record Left(TaskName task, long generation) {}

    /** One more thread of a generation, until this completes; the generation itself is not kept. */
    void admit(TaskName task, long generation, CompletionStage<?> end) {
        Left left = new Left(task, generation);
        inside.merge(left, 1, Integer::sum);
        end.whenComplete(
                (nothing, failure) -> inside.computeIfPresent(left, (same, count) -> count == 1 ? null : count - 1));
    }

    int count() {
        return inside.size();
    }

    /** Whether somebody should look at the host. */
    boolean full() {
        return count() >= limit.getAsInt();
    }

    /** Whether one more of this task is the last that is put up with: it would go on leaving threads behind for ever. */
    boolean lastOf(TaskName task) {
        return of(task) + 1 >= limit.getAsInt();
    }

    /** Whether so many of this task are there that no further one is built unasked. */
    boolean full(TaskName task) {
        return of(task) >= limit.getAsInt();
    }

    private long of(TaskName task) {
        return inside.keySet().stream().filter(left -> left.task().equals(task)).count();
    }
}
