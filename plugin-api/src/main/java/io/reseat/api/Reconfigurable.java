package io.reseat.api;

/**
 * A task that takes a new config without being rebuilt.
 *
 * @param <C> the config type of its factory
 */
public interface Reconfigurable<C> {
    /**
     * Takes a new config, between cycles; a service is called while {@link Task#run} runs, on another thread.
     *
     * @param config the bound config
     * @throws Exception to refuse: the old config is given back by a second call
     */
    void reconfigure(C config) throws Exception;
}
