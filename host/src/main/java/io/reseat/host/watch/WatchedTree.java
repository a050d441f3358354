package io.reseat.host.watch;

import java.util.Set;
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

    /**
     * Completes when the listener was given all that the kernel has told of the tree so far, and what these entries are
     * now, since the kernel's word may be on its way; at once if that is so already and none is named. Nothing else is
     * looked at for it, and nothing at all in a tree that the kernel tells nothing of.
     *
     * @param entries names in the tree
     * @return completes on the tree's thread, or on the caller's; fails as {@link #rescan} does
     */
    CompletionStage<Void> caughtUp(Set<String> entries);

    /** Ends the watch and waits up to five seconds for its thread; a listener that is being called ends first. */
    @Override
    void close();
}
