package io.reseat.host.watch;

import io.reseat.host.model.Digest;
import io.reseat.host.model.Place;
import io.reseat.host.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A watched folder under test: its files hold text, which is what is taken. */
final class Watched implements AutoCloseable, Taker<String>, TreeListener<String> {
    final Path home;
    final Path root;
    final Watcher watcher;
    final WatchedTree<String> tree;
    /** What the listener heard, as {@code name=text} of the changed names. */
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /** All snapshots that the listener was given, in order. */
    final List<TreeSnapshot<String>> heardOf = Collections.synchronizedList(new ArrayList<>());

    final AtomicInteger takes = new AtomicInteger();

    Watched(Path home, TreeRules rules, WatchSettings settings) {
        this(home, home.resolve("tree"), Location.of("tree"), rules, settings);
    }

    /** For a location that leads to the root, perhaps through a server. */
    Watched(Path home, Path root, Location location, TreeRules rules, WatchSettings settings) {
        this.home = home;
        this.root = root;
        watcher = new Watcher(home, settings);
        tree = watcher.watch(location, rules, this, this);
        eventually().until(() -> tree.snapshot().revision() > 0);
    }

    /** With a periodic rescan so rare that only events can be the reason for what is seen. */
    static Watched configs(Path home) throws IOException {
        Files.createDirectories(home.resolve("tree"));
        return new Watched(home, TreeRules.configFiles(), slow(home, Duration.ofSeconds(2)));
    }

    static Watched plugins(Path home) throws IOException {
        Files.createDirectories(home.resolve("tree"));
        return new Watched(home, TreeRules.plugins(), slow(home, Duration.ofSeconds(2)));
    }

    static WatchSettings slow(Path home, Duration grace) {
        return WatchSettings.of(home).withIntervals(Duration.ofHours(1), grace, Duration.ofMillis(100));
    }

    static ConditionFactory eventually() {
        return Awaitility.await().pollInterval(Duration.ofMillis(2));
    }

    /** Waits until the kernel's clock for file times surely moved on: it ticks every few milliseconds. */
    static void letTheClockTick() {
        long began = System.nanoTime();
        eventually().until(() -> System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Override
    public Taking<String> take(TreeFile file) throws IOException {
        takes.incrementAndGet();
        String text = text(file);
        return text.startsWith("refuse")
                ? new Taking.Refused<>(
                        Digest.of(text.getBytes(StandardCharsets.UTF_8)), new Problem(Place.of(file.shown()), text))
                : text.startsWith("later")
                        ? new Taking.NotYet<>(text)
                        : new Taking.Taken<>(text, Digest.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(TreeFile file) throws IOException {
        if (!file.directory()) {
            try (InputStream in = file.open()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        StringBuilder all = new StringBuilder();
        for (TreeFile child : file.children()) {
            all.append(child.name()).append('=').append(text(child)).append(';');
        }
        return all.toString();
    }

    @Override
    public void changed(TreeSnapshot<String> now, Set<String> changed) {
        heardOf.add(now);
        changed.forEach(name -> heard.add(name + "=" + shown(now.entries().get(name))));
    }

    private static String shown(@org.jspecify.annotations.Nullable Taking<String> taking) {
        if (taking instanceof Taking.Taken<String> taken) {
            return taken.value();
        }
        return taking instanceof Taking.Refused<String> refused
                ? refused.problem().message()
                : "-";
    }

    /** The entries now, as text. */
    Map<String, String> texts() {
        return tree.snapshot().entries().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> shown(e.getValue())));
    }

    String text(String name) {
        return texts().getOrDefault(name, "");
    }

    void awaitText(String name, String text) {
        eventually().until(() -> text(name).equals(text));
    }

    /** A whole look, ended. */
    TreeSnapshot<String> rescan() throws Exception {
        return tree.rescan().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** Waits until nothing is pending. */
    void awaitCalm() {
        eventually().until(() -> rescan().pending().isEmpty());
    }

    /** In place, as an editor without caution does. */
    Path write(String name, String text) throws IOException {
        return Files.writeString(root.resolve(name), text);
    }

    /** As {@code mv} of a finished file does. */
    Path rename(String name, String text) throws IOException {
        Path temporary = Files.writeString(root.resolve("." + name + ".tmp"), text);
        // so that the rename is the last act by the clock too: both within one tick look like a write
        Files.setLastModifiedTime(temporary, FileTime.from(Instant.now().minusMillis(50)));
        return Files.move(temporary, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        watcher.close();
    }
}
