package io.reseat.host.management;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets all attributes that one call asks for come from one look at the host, so that they agree and cost one look. Each
 * thread has its own.
 */
final class OneLook<T> {
    @SuppressWarnings("ThreadLocalUsage") // one for each kind of bean, and emptied by each call
    private final ThreadLocal<@Nullable T> held = new ThreadLocal<>();

    /** What this thread holds, else a look of its own. */
    T at(Supplier<T> look) {
        T now = held.get();
        return now != null ? now : look.get();
    }

    /** Does some work while this thread holds one look. */
    <R> R during(Supplier<T> look, Supplier<R> work) {
        held.set(look.get());
        try {
            return work.get();
        } finally {
            held.remove();
        }
    }
}
