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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileType;
import org.jspecify.annotations.Nullable;

/** A folder that Commons VFS can list; every object is refreshed before it is asked. Owned by its tree's thread. */
final class VfsSource implements TreeSource {
    /** Servers keep times in whole seconds, by clocks of their own. */
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(2_500);

    private static final long SURELY_OLD = TimeUnit.DAYS.toNanos(1);
    private static final long RECENT = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_FILES = 100_000;

    private final Root root;
    private final String shown;
    private final TreeRules rules;
    private final Duration interval;
    private @Nullable FileObject folder;
    private @Nullable FileStat archive;
    /** Of the newest listing: all plain files and folders by name. */
    private Map<String, FileObject> children = Map.of();

    private Map<String, FileStat> listed = Map.of();
    /** Names of the newest listing whose listed stat was not used yet. */
    private final Set<String> fresh = new HashSet<>();
    /** What a listing says of a link differs from what the file says, so these are always asked themselves. */
    private final Set<String> askThemselves = new HashSet<>();

    private final Map<String, FileStat> lastListed = new HashMap<>();
    private long listedAt;

    /** Opens the root, and again after an error. */
    interface Root extends AutoCloseable {
        FileObject open() throws IOException;

        /** A readable text without credentials. */
        String explain(IOException e);

        @Override
        void close();
    }

    VfsSource(Root root, String shown, TreeRules rules, Duration interval) {
        this.root = root;
        this.shown = shown;
        this.rules = rules;
        this.interval = interval;
    }

    @Override
    public Collection<String> names() throws IOException {
        list();
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, FileStat> entry : listed.entrySet()) {
            if (isEntry(entry.getKey(), entry.getValue())) {
                names.add(entry.getKey());
            }
        }
        fresh.clear();
        fresh.addAll(names);
        lastListed.keySet().retainAll(names);
        askThemselves.retainAll(names);
        return names;
    }

    private boolean isEntry(String name, FileStat stat) {
        return stat.directory() ? EntryNames.isFolder(rules.kind(), name) : EntryNames.isFile(rules.kind(), name);
    }

    private void list() throws NoTreeException {
        try {
            FileObject open = open();
            for (FileObject child : children.values()) {
                child.refresh();
            }
            open.refresh();
            FileType type = open.getType();
            if (type != FileType.FOLDER) {
                throw new NoTreeException(type == FileType.IMAGINARY ? "the folder is missing" : "this is no folder");
            }
            keep(open.getChildren());
        } catch (NoTreeException e) {
            forget();
            throw e;
        } catch (IOException e) {
            forget();
            throw new NoTreeException("the folder cannot be listed: " + root.explain(e));
        }
    }

    private void keep(FileObject[] found) throws IOException {
        Map<String, FileObject> objects = new HashMap<>();
        Map<String, FileStat> stats = new TreeMap<>();
        for (FileObject child : found) {
            String name = child.getName().getBaseName();
            FileStat stat = own(child);
            if (stat != null) {
                objects.put(name, child);
                stats.put(name, stat);
            }
        }
        children = objects;
        listed = stats;
        listedAt = System.nanoTime();
    }

    /** The folder, opened anew after an error and when the archive that it lies in was replaced. */
    private FileObject open() throws IOException {
        FileObject open = folder;
        if (open != null && archiveChanged(open.getFileSystem())) {
            forget();
            open = null;
        }
        if (open == null) {
            open = root.open();
            folder = open;
            archive = archive(open.getFileSystem());
        }
        return open;
    }

    private boolean archiveChanged(FileSystem system) throws IOException {
        return archive != null && !archive.equals(archive(system));
    }

    private static @Nullable FileStat archive(FileSystem system) throws IOException {
        FileObject layer = system.getParentLayer();
        if (layer == null) {
            return null;
        }
        layer.refresh();
        return own(layer);
    }

    private void forget() {
        folder = null;
        archive = null;
        children = Map.of();
        listed = Map.of();
        fresh.clear();
        root.close();
    }

    /** A file or folder itself; null if it is missing. */
    private static @Nullable FileStat own(FileObject file) throws IOException {
        FileType type = file.getType();
        if (type == FileType.IMAGINARY) {
            return null;
        }
        boolean directory = !type.hasContent();
        long size = directory ? 0 : file.getContent().getSize();
        long modified =
                directory ? 0 : TimeUnit.MILLISECONDS.toNanos(file.getContent().getLastModifiedTime());
        return new FileStat(size, modified, FileStat.UNKNOWN, FileStat.UNKNOWN, directory, 0);
    }

    @Override
    public @Nullable FileStat stat(String name) throws IOException {
        try {
            FileStat known = fresh.remove(name) ? listed.get(name) : null;
            boolean trusted = known != null && !askThemselves.contains(name) && known.equals(lastListed.get(name));
            FileStat stat = trusted ? known : ask(name);
            if (known != null) {
                lastListed.put(name, known);
                if (stat != null && !stat.equals(known)) {
                    askThemselves.add(name);
                }
            }
            return stat == null || !isEntry(name, stat) ? null : whole(name, stat);
        } catch (NoTreeException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(root.explain(e));
        }
    }

    /** A server that is down may say that a file is missing, so only a listing is believed in that. */
    private @Nullable FileStat ask(String name) throws IOException {
        FileObject child = children.get(name);
        if (child != null) {
            child.refresh();
            FileStat stat = own(child);
            if (stat != null) {
                return stat;
            }
        } else if (folder != null && System.nanoTime() - listedAt < RECENT) {
            return null;
        }
        list();
        return listed.get(name);
    }

    private FileStat whole(String name, FileStat stat) throws IOException {
        long size = stat.size();
        long modified = stat.modified();
        long detail = 1;
        if (stat.directory()) {
            for (Map.Entry<String, FileObject> file : below(child(name)).entrySet()) {
                FileStat own = own(file.getValue());
                size += own == null ? 0 : own.size();
                modified = Math.max(modified, own == null ? 0 : own.modified());
                detail = detail * 31 + file.getKey().hashCode();
                detail = detail * 31 + (own == null ? 0 : LocalStats.mix(own));
            }
        }
        for (String suffix : rules.sidecars()) {
            FileStat sidecar = listed.get(name + suffix);
            detail = detail * 31 + (sidecar == null ? 0 : LocalStats.mix(sidecar));
        }
        return new FileStat(size, modified, FileStat.UNKNOWN, FileStat.UNKNOWN, stat.directory(), detail);
    }

    private FileObject child(String name) throws IOException {
        FileObject child = children.get(name);
        if (child == null) {
            throw new IOException(shown + "/" + name + " is gone");
        }
        return child;
    }

    /** The files below a folder by their paths in it, sorted. */
    static Map<String, FileObject> below(FileObject folder) throws IOException {
        Map<String, FileObject> files = new TreeMap<>();
        below(folder, "", files, 0);
        return files;
    }

    private static void below(FileObject folder, String prefix, Map<String, FileObject> files, int depth)
            throws IOException {
        if (depth > 64 || files.size() > MOST_FILES) {
            throw new IOException("more than " + MOST_FILES + " files or 64 folders deep at " + prefix);
        }
        folder.refresh();
        for (FileObject child : folder.getChildren()) {
            child.refresh();
            String name = prefix + child.getName().getBaseName();
            if (child.getType() == FileType.FOLDER) {
                below(child, name + "/", files, depth + 1);
            } else if (child.getType().hasContent()) {
                files.put(name, child);
            }
        }
    }

    @Override
    public TreeFile file(String name, FileStat stat) {
        FileObject object = children.get(name);
        return new VfsFile(root, name, shown + "/" + name, object, stat, () -> {
            FileStat again = stat(name);
            if (again == null) {
                throw new IOException(shown + "/" + name + " is gone");
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
        forget();
    }
}
