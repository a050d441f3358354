package io.reseat.host.watch;

import java.util.List;

/**
 * Whether changes are noticed as fast as they should be.
 *
 * @param reasons what is impaired and what to do about it, for people; empty if all is well
 */
public record WatchHealth(List<String> reasons) {
    public WatchHealth {
        reasons = List.copyOf(reasons);
    }

    /** Whether nothing is impaired. */
    public boolean ok() {
        return reasons.isEmpty();
    }
}
