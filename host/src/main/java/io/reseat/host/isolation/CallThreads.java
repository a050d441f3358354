package io.reseat.host.isolation;

import java.util.concurrent.Callable;

/** Where code of one realm's plugin is called: platform threads or virtual ones. Owned by the realm; safe from any thread. */
public interface CallThreads {
    /**
     * Runs code of the plugin on a thread of the realm, with the plugin's loader as the context class loader. Does not
     * block.
     *
     * @param what for messages and stacks, such as {@code create()}
     * @param body may throw anything; what it throws is turned into text on its thread
     * @return the call, begun or about to begin; failed where the realm is retired or no thread can be made
     */
    <T> Call<T> call(String what, Callable<T> body);
}
