package io.reseat.samples.httpprobe;

import io.reseat.samples.httpprobe.HttpProbeConfig.Target;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is remembered of one target, and what is said about it. Owned by the thread of the cycle. */
final class Watched {
    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

    final Target target;
    private final System.Logger logger;
    private Streak streak = Streak.unseen(Instant.now());
    private @Nullable Instant warned;

    Watched(Target target, System.Logger logger) {
        this.target = target;
        this.logger = logger;
    }

    boolean isUp() {
        return streak.up();
    }

    /** Continues the streak; a line is logged only where it turns. */
    void take(Outcome outcome, Instant now) {
        Streak before = streak;
        streak = before.next(outcome.up(), now);
        if (before.up() && !streak.up()) {
            logger.log(Level.WARNING, target.url() + " is down: " + outcome.detail() + since(before, "up"));
        } else if (!before.up() && streak.up()) {
            logger.log(Level.INFO, target.url() + " is up again" + since(before, "down"));
        }
    }

    private static String since(Streak before, String was) {
        return before.length() == 0 ? "" : " (was " + was + " since " + before.since() + ")";
    }

    /** Warns once a day while the certificate is about to end. */
    void checkCertificate(Instant end, Duration warnBefore, Instant now) {
        boolean soon = end.isBefore(now.plus(warnBefore));
        boolean said = warned != null && now.isBefore(warned.plus(BETWEEN_WARNINGS));
        if (soon && !said) {
            logger.log(Level.WARNING, "The certificate of " + target.url() + " ends at " + end + ": renew it");
            warned = now;
        }
    }

    Map<String, Object> toState() {
        Map<String, Object> state = new HashMap<>(streak.toState());
        state.put("warned", warned == null ? null : warned.toString());
        return state;
    }

    void fromState(Map<?, ?> state) {
        streak = Streak.fromState(state);
        warned = state.get("warned") instanceof String time ? Instant.parse(time) : null;
    }
}
