package io.reseat.host.model;

/** What happens to firings that fell into a reload, a pause or a long cycle. */
public enum Missed {
    /** One cycle runs for all of them as soon as it can. */
    ONCE,
    /** They are forgotten. */
    SKIP
}
