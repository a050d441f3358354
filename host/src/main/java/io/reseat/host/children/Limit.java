package io.reseat.host.children;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The time within which a child must say its next word. Safe from any thread. */
final class Limit {
    private final Children.Timer timer;
    private final Consumer<String> missed;
    private @Nullable Future<?> running;

    /** @param missed told what was not said in time */
    Limit(Children.Timer timer, Consumer<String> missed) {
        this.timer = timer;
        this.missed = missed;
    }

    /**
     * Begins to run, in place of one before.
     *
     * @param what is to be said of one that is missed, before the time that it had
     */
    synchronized void set(Duration time, String what) {
        cancel();
        running = timer.after(time, () -> missed.accept(what + time.toSeconds() + " s"));
    }

    synchronized void cancel() {
        if (running != null) {
            running.cancel(false);
        }
    }
}
