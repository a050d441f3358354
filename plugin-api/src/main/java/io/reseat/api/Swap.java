package io.reseat.api;

/** How a new generation takes the place of the old one. */
public enum Swap {
    /** The old generation is stopped and closed before the new one starts. Every task type allows it. */
    REPLACE,
    /** The new generation starts and proves itself before the old one stops: both run at once for a moment. */
    OVERLAP
}
