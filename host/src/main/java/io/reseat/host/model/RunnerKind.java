package io.reseat.host.model;

/** What a generation runs on. */
public enum RunnerKind {
    /** Threads of the platform, in the host's JVM. */
    THREAD,
    /** Virtual threads, in the host's JVM; Java 21 or newer. */
    VIRTUAL,
    /** A child JVM. */
    PROCESS;

    /** The first Java that has virtual threads. */
    public static final int JAVA_OF_VIRTUAL = 21;
}
