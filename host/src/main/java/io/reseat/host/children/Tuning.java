package io.reseat.host.children;

import java.time.Duration;

/**
 * How long children are waited for.
 *
 * @param hello from the start of the process until it says hello
 * @param open until the plugin is opened in it
 * @param rest from the release of a realm until its JVM is asked to end, so that it does not compete with the swap
 * @param end until it has ended after it was asked to, and again after SIGTERM
 * @param pulse between two looks at whether children answer
 * @param silence how long two pings in a row may go unanswered
 * @param refill from the opening of a realm to the start of its standby, so that it does not compete with the swap
 * @param linger how long JVMs stand by for realms of which none is open
 */
record Tuning(
        Duration hello,
        Duration open,
        Duration rest,
        Duration end,
        Duration pulse,
        Duration silence,
        Duration refill,
        Duration linger) {
    static final Tuning USUAL = new Tuning(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofMinutes(2));
}
