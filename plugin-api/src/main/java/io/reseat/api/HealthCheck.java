package io.reseat.api;

/** A task that can say whether it is able to work. */
@FunctionalInterface
public interface HealthCheck {
    /**
     * Asked before a generation is trusted, after {@link TaskFactory#create}. May overlap {@link Task#run}, on another
     * thread of the generation.
     *
     * @throws Exception if the task cannot work; the message is shown to the operator
     */
    void check() throws Exception;
}
