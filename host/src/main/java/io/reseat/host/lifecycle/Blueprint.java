package io.reseat.host.lifecycle;

import io.reseat.host.isolation.Realm;
import io.reseat.host.model.TaskSpec;
import java.nio.file.Path;

/**
 * What one generation is built from.
 *
 * @param spec the task's file
 * @param realm the plugin's realm, retained by whoever builds
 * @param number the generation's number
 * @param dataDirectory of the task
 * @param counters of the task
 * @param metrics of the task
 * @param events who is told
 */
public record Blueprint(
        TaskSpec spec,
        Realm realm,
        long number,
        Path dataDirectory,
        CycleCounters counters,
        TaskMetrics metrics,
        GenerationEvents events) {
    String label() {
        return spec.name() + " generation " + number;
    }
}
