package io.reseat.bench;

/**
 * One cycle of a pulse task, as the task recorded it.
 *
 * @param config marker of its config
 * @param jar marker of its JAR
 * @param nanos {@link System#nanoTime} at the end of its work, which is one clock for all processes on Linux
 * @param whole whether its payload had the CRC that its code names
 * @param process that it ran in
 */
record Pulse(long config, long jar, long nanos, boolean whole, long process) {
    boolean shows(long marker) {
        return config == marker || jar == marker;
    }
}
