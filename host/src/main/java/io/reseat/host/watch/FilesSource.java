package io.reseat.host.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Single files in any folders as a tree, each named by its absolute path. Owned by its tree's thread but for the set. */
final class FilesSource implements TreeSource {
    /** How often files are looked at whose folder is missing, so that no bell can hang there. */
    private static final Duration WITHOUT_FOLDER = Duration.ofSeconds(5);

    private final Duration rescan;
    private final Doorbell doorbell;
    private final Inbox<?> inbox;
    private final LocalStats stats = new LocalStats(Path.of(""));
    private final HungBells bells;
    private Set<Path> folders = Set.of();
    private boolean folderMissing;
    private volatile Set<String> files = Set.of();

    FilesSource(Duration rescan, Doorbell doorbell, Inbox<?> inbox) {
        this.rescan = rescan;
        this.doorbell = doorbell;
        this.inbox = inbox;
        bells = new HungBells(doorbell, stats);
    }

    /** Replaces the set; safe from any thread. */
    void watch(Set<String> paths) {
        files = Set.copyOf(paths);
    }

    @Override
    public Collection<String> names() {
        Set<Path> now = new HashSet<>();
        files.forEach(f -> now.add(folderOf(f)));
        folders.stream().filter(f -> !now.contains(f)).forEach(bells::unhang);
        folders = now;
        bells.forgetFailure();
        folderMissing = false;
        now.forEach(f -> folderMissing |= !bells.hang(f, new FolderBell(f)));
        return files;
    }

    private static Path folderOf(String file) {
        Path parent = Path.of(file).getParent();
        return parent == null ? Path.of("/") : parent;
    }

    @Override
    public @Nullable FileStat stat(String name) throws IOException {
        FileStat stat = files.contains(name) ? stats.of(Path.of(name)) : null;
        return stat == null || stat.directory() ? null : stat;
    }

    @Override
    public @Nullable String obstacle(String name) {
        return null; // whoever refers to a file says what is wrong with it
    }

    @Override
    public String shown(String name) {
        return name;
    }

    @Override
    public TreeFile file(String name, FileStat stat) {
        Path path = Path.of(name);
        return new LocalFile(stats, name, name, path, stat, () -> LocalFile.there(stats.of(path), path));
    }

    @Override
    public Call call(String name) {
        return Call.entry(name);
    }

    @Override
    public Duration interval() {
        Duration wanted =
                !impairments().isEmpty() ? LocalSource.WITHOUT_BELLS : folderMissing ? WITHOUT_FOLDER : rescan;
        return wanted.compareTo(rescan) < 0 ? wanted : rescan;
    }

    @Override
    public long doubt(FileStat stat, long wall) {
        return LocalSource.localDoubt(stat, wall);
    }

    @Override
    public List<String> impairments() {
        String failure = bells.failure();
        return doorbell.impairment().map(List::of).orElse(failure == null ? List.of() : List.of(failure));
    }

    @Override
    public void close() {
        bells.close();
    }

    /** A file may be a link to another one beside it, so every act in its folder asks for a look. */
    private final class FolderBell implements Doorbell.Bell {
        private final Path folder;

        FolderBell(Path folder) {
            this.folder = folder;
        }

        @Override
        public void rung(List<WatchEvent<?>> events) {
            for (String file : files) {
                if (folderOf(file).equals(folder)) {
                    inbox.tell(file, Inbox.MODIFIED);
                }
            }
        }

        @Override
        public void silent() {
            inbox.tellAll();
        }
    }
}
