package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a tree's bells at the right folders: its root, the folders above where the root may be exchanged, the folders
 * below that are entries. Owned by the tree's thread; the bells only write to the {@link Inbox}.
 */
final class LocalBells {
    private final Inbox<?> inbox;
    private final HungBells bells;
    private final Map<String, Set<Path>> below = new HashMap<>();
    private Map<Path, Set<String>> above = Map.of();

    LocalBells(HungBells bells, Inbox<?> inbox) {
        this.bells = bells;
        this.inbox = inbox;
    }

    /** Hangs bells at a root, which may be missing, and at the folders above it. */
    void hangAt(Path root, Path home) {
        Map<Path, Set<String>> names = namesAbove(root, home);
        above.forEach((folder, of) -> {
            if (!of.equals(names.get(folder))) {
                bells.unhang(folder);
            }
        });
        names.forEach((folder, of) -> bells.hang(folder, new AboveBell(of)));
        bells.hang(root, new RootBell());
        above = names;
    }

    /** Hangs a bell at a folder of an entry. */
    void hangBelow(String entry, Path folder, long inode) {
        bells.hang(folder, inode, new BelowBell(entry));
        below.computeIfAbsent(entry, e -> new HashSet<>()).add(folder);
    }

    /** Takes away the bells of an entry at folders that are no longer there. */
    void keepBelow(String entry, Set<Path> folders) {
        Set<Path> had = below.getOrDefault(entry, Set.of());
        had.stream().filter(f -> !folders.contains(f)).forEach(bells::unhang);
        if (folders.isEmpty()) {
            below.remove(entry);
        } else {
            below.put(entry, folders);
        }
    }

    /** The folders in which a part of the root's path may be exchanged, with that part's names. */
    private static Map<Path, Set<String>> namesAbove(Path root, Path home) {
        Map<Path, Set<String>> names = new HashMap<>();
        int most = root.startsWith(home) ? root.getNameCount() - home.getNameCount() + 1 : 2;
        Path part = root;
        for (int i = 0; part.getParent() != null && part.getFileName() != null; i++) {
            if (i < most || Files.isSymbolicLink(part)) {
                add(names, part);
            }
            part = part.getParent();
        }
        try {
            Path real = root.toRealPath();
            if (real.getParent() != null && !real.equals(root)) {
                add(names, real);
            }
        } catch (IOException e) {
            // The root is missing; its parents tell when it comes.
            return names;
        }
        return names;
    }

    private static void add(Map<Path, Set<String>> names, Path part) {
        names.computeIfAbsent(part.getParent(), p -> new LinkedHashSet<>())
                .add(part.getFileName().toString());
    }

    /** At the root. */
    private final class RootBell implements Doorbell.Bell {
        @Override
        public void rung(List<WatchEvent<?>> events) {
            String deleted = "";
            for (WatchEvent<?> event : events) {
                if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
                    inbox.tellAll();
                    deleted = "";
                    continue;
                }
                String name = String.valueOf(event.context());
                boolean gone = event.kind().equals(StandardWatchEventKinds.ENTRY_DELETE);
                inbox.tell(name, gone ? Inbox.DELETED : act(event, name, deleted));
                deleted = gone ? name : "";
            }
        }

        private int act(WatchEvent<?> event, String name, String deletedJustBefore) {
            if (!event.kind().equals(StandardWatchEventKinds.ENTRY_CREATE)) {
                return Inbox.MODIFIED;
            }
            boolean renamed = EntryNames.isTemporaryOf(deletedJustBefore, name);
            return renamed ? Inbox.CREATED | Inbox.RENAMED : Inbox.CREATED;
        }

        @Override
        public void silent() {
            inbox.tellAll();
        }
    }

    /** At a folder above. */
    private final class AboveBell implements Doorbell.Bell {
        private final Set<String> names;

        AboveBell(Set<String> names) {
            this.names = Set.copyOf(names);
        }

        @Override
        public void rung(List<WatchEvent<?>> events) {
            for (WatchEvent<?> event : events) {
                // Others may hear writes to the same folder.
                boolean modified = event.kind().equals(StandardWatchEventKinds.ENTRY_MODIFY);
                if (!modified && (event.context() == null || names.contains(String.valueOf(event.context())))) {
                    inbox.tellAll();
                }
            }
        }

        @Override
        public boolean hearsWrites() {
            return false;
        }

        @Override
        public void silent() {
            inbox.tellAll();
        }
    }

    /** At a folder of an entry. */
    private final class BelowBell implements Doorbell.Bell {
        private final String entry;

        BelowBell(String entry) {
            this.entry = entry;
        }

        @Override
        public void rung(List<WatchEvent<?>> events) {
            inbox.tell(entry, Inbox.MODIFIED);
        }

        @Override
        public void silent() {
            inbox.tell(entry, Inbox.MODIFIED);
        }
    }
}
