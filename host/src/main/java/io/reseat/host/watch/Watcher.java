package io.reseat.host.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Opens watched trees, and owns what they share: the one {@code WatchService} of the host. Safe from any thread. */
public final class Watcher implements AutoCloseable {
    /**
     * Starts the thread that waits for the kernel's events.
     *
     * @param home what relative locations are relative to
     */
    public Watcher(Path home, WatchSettings settings) {}

    /**
     * Opens a tree and starts its thread, which looks at it at once. The listener is always told of that first look.
     *
     * @throws IllegalArgumentException with a readable message if the location is refused or cannot be understood; a
     *     tree that is merely missing is opened, and says so as trouble
     */
    public <T> WatchedTree<T> watch(Location location, TreeRules rules, Taker<T> taker, TreeListener<T> listener) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The same for a location without secrets. */
    public <T> WatchedTree<T> watch(String location, TreeRules rules, Taker<T> taker, TreeListener<T> listener) {
        return watch(Location.of(location), rules, taker, listener);
    }

    /**
     * Watches single files, in place of those of the call before. A file that is new here and was changed in the last
     * ten seconds is reported once, since the caller may have read it before that change.
     *
     * @param changed called on a thread of the watcher with the files whose content is other, new or gone
     */
    public void watchFiles(Set<Path> files, Consumer<Set<Path>> changed) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Whether changes are noticed as fast as they should be. */
    public WatchHealth health() {
        return new WatchHealth(List.of());
    }

    /** Ends all trees. */
    @Override
    public void close() {}
}
