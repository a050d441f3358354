package io.reseat.host.watch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.vfs2.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Opens watched trees, and owns what they share: the one {@code WatchService} of the host. Safe from any thread. */
public final class Watcher implements AutoCloseable {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final Pattern FILE = Pattern.compile("(?i)file:.*");
    private static final Duration REMOTE_QUIET = Duration.ofSeconds(1);
    private static final Duration CANARY_PATIENCE = Duration.ofSeconds(5);

    private final Path home;
    private final WatchSettings settings;
    private final Doorbell doorbell;
    private final List<Tree<?>> trees = new ArrayList<>();
    private @Nullable LocalPaths paths;
    private @Nullable WatchedFiles files;

    /**
     * Starts the thread that waits for the kernel's events.
     *
     * @param home what relative locations are relative to
     */
    public Watcher(Path home, WatchSettings settings) {
        this(home, settings, Ears::open);
    }

    Watcher(Path home, WatchSettings settings, Ears.Opener ears) {
        this.home = home.toAbsolutePath().normalize();
        this.settings = settings;
        doorbell = new Doorbell(ears, new Canary(settings.canary(), settings.rescan(), CANARY_PATIENCE));
    }

    /**
     * Opens a tree and starts its thread, which looks at it at once. The listener is always told of that first look.
     *
     * @throws IllegalArgumentException with a readable message if the location is refused or cannot be understood; a
     *     tree that is merely missing is opened, and says so as trouble
     */
    public synchronized <T> WatchedTree<T> watch(
            Location location, TreeRules rules, Taker<T> taker, TreeListener<T> listener) {
        return watch(location, rules, settings.deletionGrace(), taker, listener);
    }

    /** The same with another time for which a file must be gone before it counts as deleted. */
    public synchronized <T> WatchedTree<T> watch(
            Location location, TreeRules rules, Duration grace, Taker<T> taker, TreeListener<T> listener) {
        String label = rules.kind() == TreeRules.Kind.PLUGINS ? "plugins" : "tasks";
        TreeRules applied = isRemote(location) ? remoteRules(rules) : rules;
        Tree.Parts<T> parts = new Tree.Parts<>(label, location.shown(), applied, grace, taker, listener);
        Tree<T> tree = new Tree<>(parts, source(location, applied));
        trees.add(tree);
        tree.start();
        return tree;
    }

    private Function<Inbox<?>, TreeSource> source(Location location, TreeRules rules) {
        if (isRemote(location)) {
            RemoteRoot remote = new RemoteRoot(location, home, rules, settings);
            return inbox -> new VfsSource(remote, location.shown(), rules, settings.remoteInterval());
        }
        Path root = local(location);
        return inbox -> new LocalSource(root, home, location.shown(), rules, settings.rescan(), doorbell, inbox);
    }

    private static boolean isRemote(Location location) {
        return isUri(location) && !FILE.matcher(location.address()).matches();
    }

    /** A single letter before the colon is a drive of Windows. */
    private static boolean isUri(Location location) {
        return SCHEME.matcher(location.address()).matches();
    }

    /** A server keeps times in whole seconds, so a shorter quiet time would mean nothing. */
    private static TreeRules remoteRules(TreeRules rules) {
        return rules.quiet().compareTo(REMOTE_QUIET) < 0 ? rules.withQuiet(REMOTE_QUIET) : rules;
    }

    private Path local(Location location) {
        try {
            if (paths == null) {
                paths = new LocalPaths();
            }
            return isUri(location) ? paths.uri(location.address()) : paths.path(location.address(), home);
        } catch (FileSystemException | InvalidPathException e) {
            throw new IllegalArgumentException(location + " is no path and no file: URI that can be understood");
        }
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
    public synchronized void watchFiles(Set<Path> these, Consumer<Set<Path>> changed) {
        if (files == null) {
            files = new WatchedFiles(settings, doorbell);
        }
        files.watch(these, changed);
    }

    /** Whether changes are noticed as fast as they should be. */
    public synchronized WatchHealth health() {
        Set<String> reasons = new LinkedHashSet<>();
        doorbell.impairment().ifPresent(reasons::add);
        trees.forEach(t -> reasons.addAll(t.impairments()));
        trees.forEach(t -> t.snapshot().trouble().ifPresent(p -> reasons.add(p.toString())));
        if (files != null) {
            reasons.addAll(files.impairments());
        }
        return new WatchHealth(List.copyOf(reasons));
    }

    /** Ends all trees. */
    @Override
    public synchronized void close() {
        trees.forEach(Tree::close);
        if (files != null) {
            files.close();
        }
        if (paths != null) {
            paths.close();
        }
        doorbell.close();
    }
}
