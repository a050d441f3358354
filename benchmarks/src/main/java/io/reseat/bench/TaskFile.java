package io.reseat.bench;

import java.nio.file.Path;

/**
 * The shape of a task's file.
 *
 * @param plugin its id
 * @param isolation {@code task} or {@code plugin}
 */
record TaskFile(String plugin, String isolation) {
    /** A task with the defaults of a task's file. */
    static final TaskFile DEFAULT = new TaskFile("pulse", "task");

    /** One cycle for each generation: the next would be due after the benchmark has ended. */
    String text(Path pulses, long marker) {
        return """
                plugin: %s
                schedule: every 6h
                isolation: %s
                config:
                  pulses: %s
                  marker: %d
                """.formatted(plugin, isolation, pulses, marker);
    }
}
