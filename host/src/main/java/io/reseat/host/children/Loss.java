package io.reseat.host.children;

/**
 * The loss of a child JVM, as one generation in it is told.
 *
 * @param text what happened, and what helps against it
 * @param charged whether this counts as a failure of this generation: it was in a call, as far as can be told
 * @param blamed whether this generation ended the JVM itself, or made that necessary
 */
public record Loss(String text, boolean charged, boolean blamed) {}
