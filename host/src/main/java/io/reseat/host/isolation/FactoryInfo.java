package io.reseat.host.isolation;

/**
 * A task type that a plugin offers, as text.
 *
 * @param type what the factory answers
 * @param factoryClass the factory's class
 * @param configClass the record that it takes
 */
public record FactoryInfo(String type, String factoryClass, String configClass) {}
