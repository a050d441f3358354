package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which bells hang at which folders of one {@link Doorbell}. Guarded by its own lock, which calls no bell. */
final class Registrations {
    private final Map<WatchKey, List<Registration>> byKey = new HashMap<>();

    synchronized Registration add(Ears ears, Path directory, Doorbell.Bell bell) throws IOException {
        WatchKey key = ears.register(directory, bell.hearsWrites() || writesAreHeardAt(directory));
        Registration registration = new Registration(key, bell);
        List<Registration> same = byKey.computeIfAbsent(key, k -> new ArrayList<>(1));
        same.add(registration);
        if (!bell.hearsWrites() && hearsWrites(same) && !key.watchable().equals(directory)) {
            ears.register(directory, true); // it is the same folder by another path, of which less was asked just now
        }
        return registration;
    }

    /** What is asked of a folder replaces what was asked before. */
    private boolean writesAreHeardAt(Path directory) {
        return byKey.entrySet().stream()
                .anyMatch(hung -> hung.getKey().watchable().equals(directory) && hearsWrites(hung.getValue()));
    }

    private static boolean hearsWrites(List<Registration> same) {
        return same.stream().anyMatch(one -> one.bell.hearsWrites());
    }

    synchronized List<Registration> at(WatchKey key) {
        return List.copyOf(byKey.getOrDefault(key, List.of()));
    }

    synchronized List<Registration> all() {
        return byKey.values().stream().flatMap(List::stream).toList();
    }

    /** Those at a folder that is gone. */
    synchronized List<Registration> forget(WatchKey key) {
        List<Registration> lost = byKey.remove(key);
        return lost == null ? List.of() : lost;
    }

    synchronized void clear() {
        byKey.clear();
    }

    /** One bell at one folder. */
    final class Registration {
        private final WatchKey key;
        private final Doorbell.Bell bell;

        private Registration(WatchKey key, Doorbell.Bell bell) {
            this.key = key;
            this.bell = bell;
        }

        Doorbell.Bell bell() {
            return bell;
        }

        /** Whether the bell can still ring. */
        boolean valid() {
            synchronized (Registrations.this) {
                return key.isValid() && byKey.containsKey(key);
            }
        }

        /** Rings no more; the folder is let go with its last bell. */
        void cancel() {
            synchronized (Registrations.this) {
                List<Registration> same = byKey.get(key);
                if (same != null && same.remove(this) && same.isEmpty()) {
                    byKey.remove(key);
                    key.cancel();
                }
            }
        }
    }
}
