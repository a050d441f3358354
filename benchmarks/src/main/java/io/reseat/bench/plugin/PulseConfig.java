package io.reseat.bench.plugin;

/**
 * The config of a pulse task.
 *
 * @param pulses the file that every cycle appends a record to
 * @param marker tells this config from others in that file
 */
public record PulseConfig(String pulses, long marker) {}
