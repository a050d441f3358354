package io.reseat.host.watch;

import io.reseat.host.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells when the content of single files changed. Its set is guarded by its lock; callbacks come on its tree's thread. */
final class WatchedFiles implements AutoCloseable {
    private static final TreeRules RULES =
            new TreeRules(TreeRules.Kind.CONFIG_FILES, Duration.ofMillis(50), false, List.of(), false);
    /** How long before this call its caller may have read a file that was changed since. */
    private static final long RECENT = TimeUnit.SECONDS.toMillis(10);

    private final Tree<Long> tree;
    private final FilesSource[] source = new FilesSource[1];
    private Set<String> watched = Set.of();
    private final Set<String> unknown = new HashSet<>();
    private Consumer<Set<Path>> told = paths -> {};

    WatchedFiles(WatchSettings settings, Doorbell doorbell) {
        Tree.Parts<Long> parts = new Tree.Parts<>(
                "files", "referenced files", RULES, settings.deletionGrace(), WatchedFiles::take, this::changed);
        tree = new Tree<>(parts, inbox -> source[0] = new FilesSource(settings.rescan(), doorbell, inbox));
        tree.start();
    }

    synchronized void watch(Set<Path> files, Consumer<Set<Path>> changed) {
        Set<String> names = new HashSet<>();
        files.forEach(f -> names.add(f.toAbsolutePath().normalize().toString()));
        told = changed;
        if (names.equals(watched)) {
            return;
        }
        unknown.retainAll(names);
        names.stream().filter(n -> !watched.contains(n)).forEach(unknown::add);
        watched = names;
        source[0].watch(names);
        tree.rescan().whenComplete((snapshot, failure) -> {
            if (snapshot != null) {
                known(names, snapshot.pending().keySet());
            }
        });
    }

    List<String> impairments() {
        return tree.impairments();
    }

    private synchronized void known(Set<String> names, Set<String> pending) {
        unknown.removeIf(n -> names.contains(n) && !pending.contains(n));
    }

    private void changed(TreeSnapshot<Long> now, Set<String> names) {
        Consumer<Set<Path>> listener;
        Set<Path> news = new TreeSet<>();
        synchronized (this) {
            listener = told;
            for (String name : names) {
                boolean firstSeen = unknown.remove(name);
                if (watched.contains(name)
                        && (!firstSeen || recent(now.entries().get(name)))) {
                    news.add(Path.of(name));
                }
            }
        }
        if (!news.isEmpty()) {
            listener.accept(news);
        }
    }

    private static boolean recent(@org.jspecify.annotations.Nullable Taking<Long> taking) {
        return taking instanceof Taking.Taken<Long> taken && System.currentTimeMillis() - taken.value() < RECENT;
    }

    /** The value is when the file was last changed, in milliseconds since 1970. */
    private static Taking<Long> take(TreeFile file) throws IOException {
        MessageDigest sha = Digest.sha256();
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = file.open()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
        }
        long changed = Math.max(file.stat().changed(), file.stat().modified());
        return new Taking.Taken<>(TimeUnit.NANOSECONDS.toMillis(changed), Digest.ofRaw(sha.digest()));
    }

    @Override
    public void close() {
        tree.close();
    }
}
