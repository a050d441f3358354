package io.reseat.host.management;

/** Where the host as a whole is in its life; set by who wires it. */
public enum HostState {
    STARTING,
    RUNNING,
    STOPPING
}
