package io.reseat.host.model;

/** Who shares a realm. */
public enum Isolation {
    /** Each generation has a realm of its own. */
    TASK,
    /** The tasks that use one plugin digest share one. */
    PLUGIN
}
