package io.reseat.host.model;

import java.time.Duration;

/**
 * How a task is reloaded. Only the {@code replace} swap is built in this version.
 *
 * @param drain how long a running cycle may take to end by itself before it is interrupted; not negative
 */
public record ReloadPolicy(Duration drain) {
    /** What holds where a file says nothing. */
    public static final ReloadPolicy DEFAULT = new ReloadPolicy(Duration.ofSeconds(30));
}
