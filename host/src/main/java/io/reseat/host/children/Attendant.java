package io.reseat.host.children;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Hears of one generation in a child JVM. */
public interface Attendant {
    /**
     * The task saves state for itself, and waits until this returns. On a thread of its own; may block.
     *
     * @param state JSON values
     * @throws Exception whose text the task is given
     */
    void checkpoint(Map<String, Object> state) throws Exception;

    /** The service says that it works. On the thread that reads: must be quick. */
    void ready();

    /**
     * A step of it heeds no interrupt and is left alone; the step fails next. Must be quick.
     *
     * @param text what was called, and for how long
     * @param ended completes when that ends at last, or the JVM does
     */
    void hangs(String text, String stack, CompletionStage<Void> ended);

    /** The JVM is gone, and the generation with it. Called once, after which nothing comes; must be quick. */
    void lost(Loss loss);
}
