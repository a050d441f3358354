package io.reseat.host.lifecycle;

import io.reseat.api.HealthCheck;
import io.reseat.api.Reconfigurable;
import io.reseat.api.Stateful;
import io.reseat.api.Swap;
import io.reseat.api.Task;
import io.reseat.api.TaskFactory;
import io.reseat.host.store.JsonFields;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a generation can do, asked once when it is built, on a thread of its realm. A step that it does not have is not
 * asked for: while a task stands between two generations each costs two hand-overs, and a message there and back.
 *
 * @param starts whether it takes something when it begins, by a method of its own
 * @param checks whether it can be asked how it is
 * @param stateful whether it hands over state
 * @param stateVersion the newest version of state that it reads; 1 for one without state
 * @param reconfigurable whether it takes another config in place
 * @param overlaps whether it may run beside its successor or predecessor
 * @param secretKeys paths of config keys that must not be shown
 */
record Traits(
        boolean starts,
        boolean checks,
        boolean stateful,
        int stateVersion,
        boolean reconfigurable,
        boolean overlaps,
        Set<String> secretKeys) {
    Traits {
        secretKeys = Set.copyOf(secretKeys);
    }

    /** Runs code of the plugin. */
    static Traits of(TaskFactory<?> factory, Task task, Set<String> secretKeys) {
        boolean stateful = task instanceof Stateful;
        return new Traits(
                starts(task),
                task instanceof HealthCheck,
                stateful,
                task instanceof Stateful versioned ? versioned.stateVersion() : 1,
                task instanceof Reconfigurable<?>,
                !stateful && factory.swaps().contains(Swap.OVERLAP),
                secretKeys);
    }

    /** Those of a generation in a child JVM, as {@link #form} says them. */
    static Traits of(JsonFields told) throws IOException {
        return new Traits(
                told.flag("starts"),
                told.flag("checks"),
                told.flag("stateful"),
                Math.toIntExact(told.number("stateVersion")),
                told.flag("reconfigurable"),
                told.flag("overlaps"),
                Set.copyOf(told.texts("secretKeys")));
    }

    Map<String, Object> form() {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("starts", starts);
        form.put("checks", checks);
        form.put("stateful", stateful);
        form.put("stateVersion", stateVersion);
        form.put("reconfigurable", reconfigurable);
        form.put("overlaps", overlaps);
        form.put("secretKeys", secretKeys.stream().sorted().toList());
        return form;
    }

    private static boolean starts(Task task) {
        try {
            return task.getClass().getMethod("start").getDeclaringClass() != Task.class;
        } catch (NoSuchMethodException | LinkageError e) {
            return true; // a class that cannot be looked through whole is asked
        }
    }
}
