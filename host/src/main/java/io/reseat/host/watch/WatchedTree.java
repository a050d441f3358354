package io.reseat.host.watch;

import java.util.concurrent.CompletionStage;

/** One watched tree. Safe from any thread; its work is done on a thread of its own. */
public interface WatchedTree<T> extends AutoCloseable {
    /** The newest snapshot; revision 0 before the first look. */
    TreeSnapshot<T> snapshot();

    /**
     * Looks at the whole tree now, whatever was heard of it.
     *
     * @return completes on the tree's thread, after the listener was given what this look found; files still in their
     *     quiet time are pending then. Fails with {@link IllegalStateException} if the tree is closed
     */
    CompletionStage<TreeSnapshot<T>> rescan();

    /** Ends the watch and waits up to five seconds for its thread; a listener that is being called ends first. */
    @Override
    void close();
}
