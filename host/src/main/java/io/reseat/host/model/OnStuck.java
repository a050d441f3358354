package io.reseat.host.model;

/** Where the next generation of a task runs when one heeds no interrupt, and so cannot be ended in this JVM. */
public enum OnStuck {
    /** In this JVM, beside the threads that were left alone. */
    QUARANTINE,
    /** In a child JVM, which can be ended whatever it does. */
    PROCESS
}
