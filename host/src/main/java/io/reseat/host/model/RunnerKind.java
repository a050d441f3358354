package io.reseat.host.model;

/** What a generation runs on. Only {@link #THREAD} is built in this version; config refuses the others. */
public enum RunnerKind {
    THREAD,
    VIRTUAL,
    PROCESS
}
