package io.reseat.host.children;

/**
 * The loss of a child JVM, as one generation in it is told.
 *
 * @param text what happened, and what helps against it
 * @param charged whether this generation is to blame, as far as can be told
 */
public record Loss(String text, boolean charged) {}
