package io.reseat.host.model;

import java.time.Duration;

/**
 * How a task is reloaded.
 *
 * @param swap how the new generation takes the old one's place
 * @param drain how long a running cycle may take to end by itself before it is interrupted; not negative
 * @param probation how long a new generation is watched after the swap, at least until one cycle ended well; not negative
 * @param rollback whether a generation that fails on probation gives way to the one before
 */
public record ReloadPolicy(SwapKind swap, Duration drain, Duration probation, boolean rollback) {
    /** What holds where a file says nothing. */
    public static final ReloadPolicy DEFAULT =
            new ReloadPolicy(SwapKind.REPLACE, Duration.ofSeconds(30), Duration.ofSeconds(10), true);
}
