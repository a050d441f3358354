package io.reseat.bench.plugin;

/**
 * The config of a beat task.
 *
 * @param pulses the file that every cycle appends a record to
 * @param marker tells this config from others in that file
 * @param fails whether each cycle throws after its record
 * @param reconfigurable whether the task takes a new config while it lives
 */
public record BeatConfig(String pulses, long marker, boolean fails, boolean reconfigurable) {}
