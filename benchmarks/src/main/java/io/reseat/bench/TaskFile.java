package io.reseat.bench;

import java.nio.file.Path;

/**
 * The shape of a task's file.
 *
 * @param plugin its id
 * @param isolation {@code task} or {@code plugin}
 * @param schedule of its cycles
 * @param reload further lines before {@code config:}, such as {@code reload:} or {@code runner:}, each with its end
 * @param config further lines of {@code config:}, each with its indent and line end
 */
record TaskFile(String plugin, String isolation, String schedule, String reload, String config) {
    /** A task with the defaults of a task's file. */
    static final TaskFile DEFAULT = new TaskFile("pulse", "task");

    /** One cycle for each generation: the next would be due after the benchmark has ended. */
    TaskFile(String plugin, String isolation) {
        this(plugin, isolation, "every 6h", "", "");
    }

    /** A task of a {@link PulseJar#beat} with many short cycles. */
    static TaskFile beat(String schedule, String reload) {
        return new TaskFile("pulse", "task", schedule, reload, beatConfig(false, false));
    }

    /** The same task, whose cycles throw. */
    TaskFile failing() {
        return new TaskFile(plugin, isolation, schedule, reload, beatConfig(true, false));
    }

    /** The same task, which takes a config in place. */
    TaskFile reconfigurable() {
        return new TaskFile(plugin, isolation, schedule, reload, beatConfig(false, true));
    }

    private static String beatConfig(boolean fails, boolean reconfigurable) {
        return "  fails: " + fails + "\n  reconfigurable: " + reconfigurable + "\n";
    }

    String text(Path pulses, long marker) {
        return """
                plugin: %s
                schedule: %s
                isolation: %s
                %sconfig:
                  pulses: %s
                  marker: %d
                """.formatted(plugin, schedule, isolation, reload, pulses, marker) + config;
    }
}
