package io.reseat.host.lifecycle;

import io.reseat.api.Reconfigurable;
import io.reseat.api.Stateful;
import io.reseat.api.Swap;
import io.reseat.api.Task;
import io.reseat.api.TaskFactory;
import java.util.Set;

/**
 * What a generation can do, asked once when it is built, on a thread of its realm.
 *
 * @param stateful whether it hands over state
 * @param stateVersion the newest version of state that it reads; 1 for one without state
 * @param reconfigurable whether it takes another config in place
 * @param overlaps whether it may run beside its successor or predecessor
 * @param secretKeys paths of config keys that must not be shown
 */
record Traits(boolean stateful, int stateVersion, boolean reconfigurable, boolean overlaps, Set<String> secretKeys) {
    Traits {
        secretKeys = Set.copyOf(secretKeys);
    }

    /** Runs code of the plugin. */
    static Traits of(TaskFactory<?> factory, Task task, Set<String> secretKeys) {
        boolean stateful = task instanceof Stateful;
        return new Traits(
                stateful,
                task instanceof Stateful versioned ? versioned.stateVersion() : 1,
                task instanceof Reconfigurable<?>,
                !stateful && factory.swaps().contains(Swap.OVERLAP),
                secretKeys);
    }
}
