package io.reseat.host.lifecycle;

import io.reseat.host.isolation.LiveThread;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The plugin's object of one generation: {@linkplain LocalInstance in this JVM}, or in a child JVM.
 * Each step has a deadline; the methods return at once and are called by the owner thread, but for {@link #cycle} and
 * {@link #remember}, which block on the thread of the cycle.
 */
interface Instance {
    /** One cycle; what it throws is text already. An interrupt of the calling thread reaches the plugin's. */
    void cycle() throws Exception;

    /** Tells it to stop, or that it goes on. */
    void stopping(boolean now);

    /** Gives it the state of a predecessor; nothing happens with one that has none. */
    CompletableFuture<Void> restore(StateSnapshot state);

    CompletableFuture<Void> start();

    /** Its state; none of one that hangs in another step: its last checkpoint counts. */
    CompletableFuture<Optional<StateSnapshot>> save();

    /** Asks it whether it is well; one that has no check is. */
    CompletableFuture<Void> check();

    /** Binds another config beside what runs; the answer is for {@link #reconfigure} alone. */
    CompletableFuture<Object> bind(ConfigNode.Mapping config);

    /** Gives it a config that was bound; it is given the one before if that fails. */
    CompletableFuture<Reconfigured> reconfigure(Object bound);

    /** Closes it; one that hangs in another step is left alone, and closed when that ends at last. */
    CompletableFuture<Void> close();

    /** It is left alone with a cycle that heeds no interrupt: what it asks for must not reach its successor. */
    void abandon();

    /** What {@link #abandon} comes to: its thread runs on, or is ended with its JVM. */
    Generation.Ending abandoned();

    /** Closes it on the calling thread, one of its realm, after everybody had given it up. */
    void closeLate();

    /** Saves state for the task itself, which asked for it. On a thread of the plugin, or of its channel; may block. */
    void checkpoint(Map<String, ?> values) throws IOException;

    /** Remembers its state between two cycles. What it remembers is not on disk yet. */
    void remember() throws Exception;

    /** What its plugin measures. On a thread of its realm: gauges are code of the plugin, and may hang. */
    Map<String, Double> metrics() throws Exception;

    /** Whether the JVM that it was in is gone. */
    default boolean lost() {
        return loss().isPresent();
    }

    /** What became of the JVM that it was in; empty while that lives. */
    Optional<GenerationFailure> loss();

    /** What the threads of another JVM do, or that it does not say; empty for one in this JVM, whose threads can be looked at. */
    CompletableFuture<String> stacks();

    /** The same as of when it was ended with its JVM by {@link #abandon}. */
    CompletableFuture<String> stacksAtEnd();

    /** Threads that are in a step, or were made by the task through its context. */
    List<LiveThread> liveThreads();
}
