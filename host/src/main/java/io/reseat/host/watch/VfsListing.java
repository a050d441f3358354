package io.reseat.host.watch;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest listing of a folder that Commons VFS can list; every object is refreshed first. Owned by the tree's thread. */
final class VfsListing {
    private static final Logger LOG = LoggerFactory.getLogger(VfsListing.class);
    private static final long RECENT = TimeUnit.MILLISECONDS.toNanos(500);

    private final VfsRoot root;
    private @Nullable FileObject folder;
    private @Nullable FileStat archive;
    /** All plain files and folders by name. */
    private Map<String, FileObject> children = Map.of();

    private Map<String, FileStat> stats = Map.of();
    private long listedAt;

    VfsListing(VfsRoot root) {
        this.root = root;
    }

    /** What was listed of each file and folder, by name, sorted; without what lies below. */
    Map<String, FileStat> stats() {
        return stats;
    }

    /** A file or folder of the listing; null if it had none of this name. */
    @Nullable
    FileObject child(String name) {
        return children.get(name);
    }

    /** Whether there is a listing so new that what it does not have is not there. */
    boolean recent() {
        return folder != null && System.nanoTime() - listedAt < RECENT;
    }

    /** Lists anew. */
    void list() throws TreeSource.NoTreeException {
        try {
            keep(listed(open()));
        } catch (TreeSource.NoTreeException e) {
            forget();
            throw e;
        } catch (IOException | RuntimeException e) {
            forget();
            throw new TreeSource.NoTreeException("the folder cannot be listed: " + root.explain(e));
        }
    }

    private FileObject[] listed(FileObject open) throws IOException {
        for (FileObject child : children.values()) {
            child.refresh();
        }
        open.refresh();
        FileType type = open.getType();
        if (type != FileType.FOLDER) {
            throw new TreeSource.NoTreeException(
                    type == FileType.IMAGINARY ? "the folder is missing" : "this is no folder");
        }
        return open.getChildren();
    }

    private void keep(FileObject[] found) throws IOException {
        Map<String, FileObject> objects = new HashMap<>();
        Map<String, FileStat> own = new TreeMap<>();
        for (FileObject child : found) {
            String name = child.getName().getBaseName();
            FileStat stat = VfsStats.own(child);
            if (stat != null) {
                objects.put(name, child);
                own.put(name, stat);
            }
        }
        children = objects;
        stats = own;
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
        return VfsStats.own(layer);
    }

    /** Lets the connection go; the next listing opens another one. */
    void forget() {
        folder = null;
        archive = null;
        children = Map.of();
        stats = Map.of();
        try {
            root.close();
        } catch (RuntimeException e) {
            LOG.debug("Closing a remote folder failed: {}", root.explain(e));
        }
    }
}
