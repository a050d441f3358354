package io.reseat.host.watch;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileType;
import org.jspecify.annotations.Nullable;

/** Asks Commons VFS for {@link FileStat}s. Without state; called on the thread that owns the objects. */
final class VfsStats {
    private static final int MOST_FILES = 100_000;
    private static final int DEEPEST = 64;

    private VfsStats() {}

    /** A file or folder itself, as it was when it was refreshed last; null if it is missing. */
    static @Nullable FileStat own(FileObject file) throws IOException {
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

    /** A folder with all that lies below it as one entry. */
    static FileStat whole(FileObject folder) throws IOException {
        long size = 0;
        long modified = 0;
        long detail = 1;
        for (Map.Entry<String, FileObject> file : below(folder).entrySet()) {
            FileStat own = own(file.getValue());
            size += own == null ? 0 : own.size();
            modified = Math.max(modified, own == null ? 0 : own.modified());
            detail = detail * 31 + file.getKey().hashCode();
            detail = detail * 31 + (own == null ? 0 : LocalStats.mix(own));
        }
        return new FileStat(size, modified, FileStat.UNKNOWN, FileStat.UNKNOWN, true, detail);
    }

    /** The files below a folder by their paths in it, sorted. */
    static Map<String, FileObject> below(FileObject folder) throws IOException {
        Map<String, FileObject> files = new TreeMap<>();
        below(folder, "", files, 0);
        return files;
    }

    private static void below(FileObject folder, String prefix, Map<String, FileObject> files, int depth)
            throws IOException {
        if (depth > DEEPEST || files.size() > MOST_FILES) {
            throw new IOException("more than " + MOST_FILES + " files or " + DEEPEST + " folders deep at " + prefix);
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
}
