package io.reseat.host.model;

/** How a generation follows another. */
public enum SwapKind {
    /** The old one is closed before the new one starts. */
    REPLACE,
    /** The new one runs and is well before the old one is stopped, where both of them allow that. */
    OVERLAP
}
