package io.reseat.host.watch;

import java.util.Set;

/** Hears of every new snapshot of a tree, in order. Called on the tree's thread, so it must not block. */
@FunctionalInterface
public interface TreeListener<T> {
    /**
     * Something changed. What this throws is logged and does not end the watch.
     *
     * @param changed the names whose entry is new, other or gone; empty if only {@code pending} or {@code trouble}
     *     changed, and at the first look at an empty tree
     */
    void changed(TreeSnapshot<T> now, Set<String> changed);
}
