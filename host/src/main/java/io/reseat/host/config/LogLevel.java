package io.reseat.host.config;

/** How much a logger says; written in lower case in a file. */
public enum LogLevel {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
