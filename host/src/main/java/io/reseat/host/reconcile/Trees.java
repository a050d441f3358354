package io.reseat.host.reconcile;

import io.reseat.host.config.HostSettings;
import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.model.Artifact;
import io.reseat.host.watch.Location;
import io.reseat.host.watch.TreeListener;
import io.reseat.host.watch.TreeRules;
import io.reseat.host.watch.WatchedTree;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The two watched trees of a host, and whole looks at both of them. Opened once; then safe from any thread. */
final class Trees {
    private static final Duration LONGEST_CATCHING_UP = Duration.ofSeconds(3);

    private final Foundation base;
    private final HostClock clock;
    private final StagingTimes stagings;
    private volatile @Nullable WatchedTree<TaskFile> tasks;
    private volatile @Nullable WatchedTree<Artifact> plugins;
    private CompletableFuture<?> earlier = CompletableFuture.completedFuture(null);

    Trees(Foundation base, HostClock clock, StagingTimes stagings) {
        this.base = base;
        this.stagings = stagings;
        this.clock = clock;
    }

    /** Begins to watch; listeners are called on the trees' threads. */
    void open(TreeListener<TaskFile> tasksChanged, TreeListener<Artifact> pluginsChanged) {
        HostSettings settings = base.settings();
        TreeRules pluginRules = TreeRules.plugins()
                .withQuiet(settings.quiet().plugins())
                .withSigned(!settings.trust().isEmpty());
        TreeRules taskRules = TreeRules.configFiles().withQuiet(settings.quiet().config());
        plugins = base.watcher()
                .watch(
                        location(settings.plugins()),
                        pluginRules,
                        new PluginTaker(base.artifacts(), stagings),
                        pluginsChanged);
        tasks = base.watcher()
                .watch(
                        location(settings.tasks()),
                        taskRules,
                        settings.deletionGrace().minus(PendingLooks.gathering(settings)),
                        new TaskFileTaker(base.parsers().get()),
                        tasksChanged);
    }

    /** A {@link WholeLook} at both trees, in the order of asking. */
    synchronized CompletableFuture<Void> looked() {
        WholeLook look = look();
        CompletableFuture<Void> mine = look == null
                ? CompletableFuture.failedFuture(new IllegalStateException("the host is still starting"))
                : look.begin();
        CompletableFuture<Void> inOrder = earlier.thenCompose(over -> mine);
        earlier = inOrder.handle((nothing, failure) -> true);
        return inOrder;
    }

    private @Nullable WholeLook look() {
        WatchedTree<TaskFile> taskTree = tasks;
        WatchedTree<Artifact> pluginTree = plugins;
        return taskTree == null || pluginTree == null ? null : new WholeLook(clock, taskTree, pluginTree);
    }

    /** Whether it is known which task files there are now. */
    boolean tasksListed() {
        WatchedTree<TaskFile> taskTree = tasks;
        return taskTree != null
                && taskTree.snapshot().revision() > 0
                && taskTree.snapshot().trouble().isEmpty();
    }

    /** Rises with each change that a tree has told. */
    long revisions() {
        WholeLook look = look();
        return look == null ? 0 : look.revisions();
    }

    /**
     * Completes when both trees have told what they heard of so far, and what has become of these files of theirs; after a
     * while also where one is busy for longer, with a server that does not answer for example.
     */
    CompletableFuture<Void> caughtUp(Set<String> taskFiles, Set<String> pluginFiles) {
        WatchedTree<TaskFile> taskTree = tasks;
        WatchedTree<Artifact> pluginTree = plugins;
        if (taskTree == null || pluginTree == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> both = CompletableFuture.allOf(
                taskTree.caughtUp(taskFiles).toCompletableFuture(),
                pluginTree.caughtUp(pluginFiles).toCompletableFuture());
        if (both.isDone()) {
            return both;
        }
        Future<?> late = clock.after(LONGEST_CATCHING_UP, () -> both.complete(null));
        return both.whenComplete((nothing, failure) -> late.cancel(false));
    }

    static Location location(io.reseat.host.config.Location configured) {
        return new Location(configured.target(), configured.shown());
    }
}
