package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.PluginId;
import io.reseat.host.watch.TreeSnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Takes what the trees and the settings say has changed, and says which tasks have to be looked at. Confined to the owner
 * thread, but for what the trees tell.
 */
final class TreeEvents {
    private final Foundation base;
    private final Shop shop;
    private final OwnerThread owner;
    private final HostClock clock;
    private final WantedTasks wanted;
    private final PluginShelf shelf;
    private final Seats seats;
    private final StatusBoard board;
    private final PluginNews news;
    private final Looks looks;
    private final Sightings taskSightings = new Sightings();
    private final Sightings pluginSightings = new Sightings();
    private final FileLog log = new FileLog();
    private Set<Path> watchedFiles = Set.of();

    TreeEvents(
            Foundation base,
            Shop shop,
            WantedTasks wanted,
            PluginShelf shelf,
            Seats seats,
            StatusBoard board,
            PluginNews news,
            Looks looks) {
        this.base = base;
        this.owner = shop.owner();
        this.clock = shop.services().clock();
        this.shop = shop;
        this.wanted = wanted;
        this.shelf = shelf;
        this.seats = seats;
        this.board = board;
        this.news = news;
        this.looks = looks;
    }

    /** Any thread may tell. */
    void tasksChanged(TreeSnapshot<TaskFile> now, Set<String> changed) {
        owner.execute(() -> {
            board.tasks(now);
            log.tasks(now, changed);
            looks.touch(wanted.take(now, changed, Instant.now()), taskSightings.first(now, changed, TaskFile::seen));
            if (!wanted.changing(Instant.now()).isEmpty()) {
                clock.later(PluginShelf.PATIENCE, () -> owner.execute(looks::settle));
            }
            board.unnamed(wanted.unnamed());
            watchFiles();
        });
    }

    /** Watches the files that settings and task files refer to. */
    void watchFiles() {
        Set<Path> files = new HashSet<>(wanted.references());
        files.addAll(base.live().files());
        if (!files.equals(watchedFiles)) {
            watchedFiles = files;
            base.watcher().watchFiles(files, paths -> owner.execute(() -> filesChanged(paths)));
        }
    }

    private void filesChanged(Set<Path> paths) {
        looks.touch(wanted.referencesChanged(paths), System.nanoTime());
        if (base.live().files().stream().anyMatch(paths::contains)) {
            looks.unasked(lookAtSettings());
        }
    }

    /** Reads the settings again, which may apply live. */
    CompletableFuture<Void> lookAtSettings() {
        return CompletableFuture.runAsync(base.live()::look, shop.disk()).thenRunAsync(this::watchFiles, owner);
    }

    /** Any thread may tell. */
    void pluginsChanged(TreeSnapshot<Artifact> now, Set<String> changed) {
        owner.execute(() -> {
            Map<PluginId, String> touched = shelf.take(now, changed, Instant.now());
            log.plugins(now, changed, shelf.problems());
            board.plugins(shelf, now);
            news.tell(!changed.isEmpty());
            looks.touch(seats.users(touched), pluginSightings.first(now, changed, shop.stagings()::began));
            if (!shelf.catalog().unsettled().isEmpty()) {
                clock.later(PluginShelf.PATIENCE, () -> owner.execute(this::losePatience));
            }
        });
    }

    private void losePatience() {
        looks.touch(seats.users(shelf.losePatience(Instant.now())), System.nanoTime());
    }
}
