package io.reseat.host.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.vfs2.FileObject;
import org.jspecify.annotations.Nullable;

/** A folder that Commons VFS can list. Owned by its tree's thread. */
final class VfsSource implements TreeSource {
    /** Servers keep times in whole seconds, by clocks of their own. */
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(2_500);

    private static final long SURELY_OLD = TimeUnit.DAYS.toNanos(1);

    private final VfsRoot root;
    private final String shown;
    private final TreeRules rules;
    private final Duration interval;
    private final VfsListing listing;
    /** Names of the newest listing whose listed stat was not used yet. */
    private final Set<String> fresh = new HashSet<>();
    /** What a listing says of a link differs from what the file says, so these are always asked themselves. */
    private final Set<String> askThemselves = new HashSet<>();

    private final Map<String, FileStat> lastListed = new HashMap<>();

    VfsSource(VfsRoot root, String shown, TreeRules rules, Duration interval) {
        this.root = root;
        this.shown = shown;
        this.rules = rules;
        this.interval = interval;
        listing = new VfsListing(root);
    }

    @Override
    public Collection<String> names() throws IOException {
        fresh.clear();
        listing.list();
        List<String> names = new ArrayList<>();
        listing.stats().forEach((name, stat) -> {
            if (isEntry(name, stat)) {
                names.add(name);
            }
        });
        fresh.addAll(names);
        lastListed.keySet().retainAll(names);
        askThemselves.retainAll(names);
        return names;
    }

    private boolean isEntry(String name, FileStat stat) {
        return stat.directory() ? EntryNames.isFolder(rules.kind(), name) : EntryNames.isFile(rules.kind(), name);
    }

    @Override
    public @Nullable FileStat stat(String name) throws IOException {
        Answer answer = root.ask(() -> new Answer(look(name)));
        return answer.stat();
    }

    /** Since a question's answer is never null. */
    private record Answer(@Nullable FileStat stat) {}

    private @Nullable FileStat look(String name) throws IOException {
        FileStat known = fresh.remove(name) ? listing.stats().get(name) : null;
        boolean trusted = known != null && !askThemselves.contains(name) && known.equals(lastListed.get(name));
        FileStat stat = trusted ? known : askItself(name);
        if (known != null) {
            lastListed.put(name, known);
            if (stat != null && !stat.equals(known)) {
                askThemselves.add(name);
            }
        }
        return stat == null || !isEntry(name, stat) ? null : withSidecars(name, whole(name, stat));
    }

    /** A server that is down may say that a file is missing, so only a listing is believed in that. */
    private @Nullable FileStat askItself(String name) throws IOException {
        FileObject child = listing.child(name);
        if (child != null) {
            child.refresh();
            FileStat stat = VfsStats.own(child);
            if (stat != null) {
                return stat;
            }
        } else if (listing.recent()) {
            return null;
        }
        listing.list();
        return listing.stats().get(name);
    }

    private FileStat whole(String name, FileStat stat) throws IOException {
        if (!stat.directory()) {
            return stat;
        }
        FileObject folder = listing.child(name);
        if (folder == null) {
            throw new IOException(shown(name) + " is gone");
        }
        return VfsStats.whole(folder);
    }

    private FileStat withSidecars(String name, FileStat stat) {
        long detail = stat.detail();
        for (String suffix : rules.sidecars()) {
            FileStat sidecar = listing.stats().get(name + suffix);
            detail = detail * 31 + (sidecar == null ? 0 : LocalStats.mix(sidecar));
        }
        return new FileStat(stat.size(), stat.modified(), stat.changed(), stat.inode(), stat.directory(), detail);
    }

    @Override
    public @Nullable String obstacle(String name) {
        return null; // a listing shows links as what they lead to
    }

    @Override
    public String shown(String name) {
        return shown + "/" + name;
    }

    @Override
    public TreeFile file(String name, FileStat stat) {
        FileObject object = listing.child(name);
        return new VfsFile(root, name, shown(name), object, stat, () -> {
            FileStat again = stat(name);
            if (again == null) {
                throw new IOException(shown(name) + " is gone");
            }
            return again;
        });
    }

    @Override
    public Call call(String name) {
        return Call.NOTHING;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public long doubt(FileStat stat, long wall) {
        return wall - stat.modified() > SURELY_OLD ? 0 : TICK;
    }

    @Override
    public List<String> impairments() {
        return List.of();
    }

    @Override
    public void close() {
        listing.forget();
    }
}
